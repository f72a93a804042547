"""What conda makes of our environments: our files read by conda's own rules, written down here in our words.

conda 4.4 to 26.7 read `conda-meta/history` so: a line ``==> TIME <==`` begins a revision; lines with ``#`` before
the first one are an error; ``# cmd:`` names the command, and a revision without one counts for nothing; ``# update
specs:`` is a Python list of what was asked for; ``+`` and ``-`` lines change the set of what is installed, and
anything else among them is an error. After its next transaction conda compares that set with the records in conda-meta,
each as CHANNEL/SUBDIR::NAME-VERSION-BUILD with the channel's short name: what differs becomes a change nobody made.
An environment is a folder with that file; `conda env list` looks one level deep into its own folders and at the lines
of `~/.conda/environments.txt`, exact paths, of which it throws out those that are none.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from core.env.envs import conda_files
from core.env.envs.lockfile import Lock, environment_yml
from core.messages.install_commands import Install, Remove, Repair
from core.messages.recipe import CHANNELS_URL, Choice, CondaPackage, Recipe
from core.sentence import say
from tests.env.making import House


@dataclass
class Revision:
    time: str
    command: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def revisions(text: str) -> list[Revision]:
    found: list[Revision] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if head := re.match(r"==>\s*(.+?)\s*<==", line):
            found.append(Revision(head[1]))
        elif command := re.match(r"#\s*cmd:\s*(.+)", line):
            found[-1].command = command[1].split()
        elif asked := re.match(r"#\s*(?:update|install|create) specs:\s*(.+)", line):
            found[-1].asked = ast.literal_eval(asked[1])
        elif not line.startswith("#"):
            found[-1].lines.append(line)
    return found


def installed(history: list[Revision]) -> set[str]:
    state: set[str] = set()
    for line in (line for revision in history for line in revision.lines):
        if line[0] not in "+-":
            raise ValueError(line)
        (state.add if line[0] == "+" else state.discard)(line[1:])
    return state


def recorded(prefix: Path) -> set[str]:
    """conda's own lines for the records in conda-meta, whose names it checks against their file names."""
    found = set()
    for path in (prefix / "conda-meta").glob("*.json"):
        about = json.loads(path.read_text("utf-8"))
        dist = f"{about['name']}-{about['version']}-{about['build']}"
        assert path.name == f"{dist}.json"
        channel = about["channel"].removeprefix("https://conda.anaconda.org/").strip("/")
        found.add(f"{channel}/{about['subdir']}::{dist}")
        assert about["url"].startswith(f"https://conda.anaconda.org/{channel}/{about['subdir']}/")
    return found


def known_to_conda(home: Path, envs_dirs: list[Path]) -> list[Path]:
    listed = home / ".conda" / "environments.txt"
    lines = listed.read_text("utf-8").splitlines() if listed.exists() else []
    paths = [Path(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    paths += [path for folder in envs_dirs if folder.is_dir() for path in folder.iterdir()]
    return sorted({path for path in paths if (path / "conda-meta" / "history").is_file()})


SPEC = re.compile(r"(?:([\w.-]+)::)?([a-z0-9_.-]+)=([\w.!+]+)=(\w+)")
"""``channel::name=version=build`` as conda's, libmamba's and rattler's (mamba, pixi) match specs all read it."""


def read_yml(text: str) -> tuple[list[str], list[str]]:
    """Channels and conda packages of an environment.yml as the strictest reader takes them.

    conda 26.7 reads the file in `conda create`, where each channel is one that is fetched from: `nodefaults`, which
    conda 4.12 to 26.5 and mamba take for "not the defaults", is then a channel that nobody has.
    """
    channels = re.findall(r"(?m)^  - (\S+)$", text.partition("dependencies:")[0])
    packages = re.findall(r"(?m)^  - (\S+[^:\s])$", text.partition("dependencies:")[2])
    return channels, packages


def test_every_reader_of_an_environment_yml_takes_ours_and_asks_no_other_channel() -> None:
    here, mirror = (
        CondaPackage("python", "3.12.4", "h1_0_cpython", "", "", 0, channel, "linux-64")
        for channel in (f"{CHANNELS_URL}conda-forge/", "https://mirror.example/conda/forge")
    )
    base = Lock(Recipe("book", Choice("", "", "", "", "3.12", "", say("x"))), "linux-64", (), (), (), (), ())
    text = environment_yml("book", replace(base, packages=(here, mirror), channels=("conda-forge",)))
    channels, packages = read_yml(text)
    assert channels == ["conda-forge"], "no word that only some of conda's versions know"
    assert all(SPEC.fullmatch(package) for package in packages)
    assert packages[0] == "conda-forge::python=3.12.4=h1_0_cpython", "conda before 26.7 would ask defaults as well"
    assert packages[1] == "python=3.12.4=h1_0_cpython", "an address before :: is read in different ways"


@pytest.mark.slow
def test_conda_reads_the_environment_as_one_it_made(house: House, home: Path) -> None:
    plan = house.plan()
    prefix = Path(plan.prefix)
    with house.talking() as talk:
        talk.installed(Install(plan))
        history = revisions((prefix / "conda-meta" / "history").read_text("utf-8"))
        assert len(history) == 1
        assert datetime.strptime(history[0].time, "%Y-%m-%d %H:%M:%S") <= datetime.now()
        assert history[0].command[:2] == ["torchgarden", "create"]
        assert sorted(history[0].asked) == sorted(plan.conda_specs)
        assert installed(history) == recorded(prefix), "conda's next transaction finds nothing that it did not do"
        assert len(recorded(prefix)) == 5
        assert known_to_conda(home, [house.envs]) == [prefix]
        assert known_to_conda(home, []) == [prefix], "by its path, wherever it lies"
        assert known_to_conda(Path("/nowhere"), [house.envs]) == [prefix], "by its name, in a folder of conda's"
        # Anything else in conda-meta whose name ends in .json would be a broken package to conda.
        others = {path.name for path in (prefix / "conda-meta").iterdir() if path.suffix != ".json"}
        assert others == {"history", "torchgarden"}
        (prefix / "etc" / "demo.conf").unlink()
        talk.installed(Repair(str(prefix)))
        mended = revisions((prefix / "conda-meta" / "history").read_text("utf-8"))
        assert [bool(one.command) for one in mended] == [True, True]
        assert mended[1].lines == [], "the same packages as before"
        assert installed(mended) == recorded(prefix)
        talk.ask(Remove(str(prefix)))
    assert known_to_conda(home, [house.envs]) == []


def test_the_list_of_environments_survives_what_conda_does_to_it(tmp_path: Path) -> None:
    """Old condas leave no newline at the end, and all of them append without looking."""
    listed = conda_files.file(tmp_path)
    listed.parent.mkdir()
    listed.write_text("/opt/envs/첫째\n/opt/envs/둘째", "utf-8")
    conda_files.register("/내 환경/torch_book", home=tmp_path)
    with listed.open("a", encoding="utf-8") as file:
        file.write("/opt/envs/셋째\n")
    assert conda_files.registered(tmp_path) == (
        "/opt/envs/첫째", "/opt/envs/둘째", "/내 환경/torch_book", "/opt/envs/셋째",
    )  # fmt: skip
    conda_files.register("/내 환경/torch_book", home=tmp_path)
    assert listed.read_text("utf-8").count("torch_book") == 1
    conda_files.unregister("/내 환경/torch_book", home=tmp_path)
    assert listed.read_text("utf-8") == "/opt/envs/첫째\n/opt/envs/둘째\n/opt/envs/셋째\n"
