"""An install worker that installs nothing: the same pipe, the same messages, every command answered.

For tests of the window and of the text door. Run as ``python -m tests.fake_installer`` (see ``--help``: a stage that
fails or dies, a full disk, no network, an unknown card) or through `tests.fake_installer.command(...)`. Machine, plan
and choice come from the real functions; what would be fetched and installed is made up. What it has "installed" or left
unfinished is in ``HOME/fake.json``, so it may be killed at any time and started again: `Continue` goes on, and a stage
that failed once does not fail again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from core.env.open.notebook import write_in_first
from core.env.plan import plan as planning
from core.env.problems import AGAIN, NETWORK, SEE_LOG, DiskFull, InstallError, Offline
from core.messages.computer import Finding, Gpu, Machine
from core.messages.install_commands import (
    AddKernel,
    Check,
    Clone,
    Continue,
    CreateFromLock,
    DescribeEnv,
    Discard,
    Export,
    FindUnfinished,
    Install,
    ListEnvs,
    Look,
    LookAtKept,
    LookAtNetwork,
    LookAtPython,
    LookForNewer,
    MakePlan,
    Measure,
    OpenEditor,
    OpenTerminal,
    PreviewRemove,
    Remove,
    Repair,
    StartJupyter,
    StopJupyter,
    WriteNotebook,
)
from core.messages.install_events import (
    Checked,
    Discarded,
    EnvSeen,
    EnvsSeen,
    Exported,
    Installed,
    InstallerReady,
    JupyterStarted,
    JupyterStopped,
    KeptSeen,
    KernelAdded,
    LogLine,
    MachineSeen,
    Measured,
    NetworkSeen,
    NewestSeen,
    NotebookWritten,
    Opened,
    Planned,
    Progress,
    Removed,
    RemovePreviewed,
    StageChanged,
    Stopped,
    UnfinishedInstall,
    UnfinishedSeen,
)
from core.messages.install_reports import CheckReport, DeviceCheck, Env, Kept
from core.messages.recipe import Choice, CondaPackage, Plan, Recipe, Stage, StageName, Wheel
from core.messages.train_events import Rejected
from core.sentence import Problem, say
from core.workers import child, wire
from core.workers.child import Pipe

ROOT = Path(__file__).resolve().parent.parent
STAGES: tuple[StageName, ...] = get_args(StageName)
TELLS_PER_STAGE = 12
CARD = Gpu("nvidia", "NVIDIA GeForce RTX 4060", 8 << 30, "581.29", (8, 9), pci_id="10de:2882")
NO_NETWORK, NETWORK_IS_THERE = say("There is no network."), say("Every source can be reached.")
SIZES = {"torch": 200 << 20, "torchvision": 8 << 20, "numpy": 17 << 20}


def command(*arguments: str) -> list[str]:
    """Return the command line of a fake installer, for `core.workers.worker.Worker(command, ..., folder=ROOT)`."""
    return [sys.executable, "-m", "tests.fake_installer", *arguments]


def machine(kind: str, home: Path) -> Machine:
    """Return a made-up Linux computer: with a card, without one, or with an unknown one."""
    cards = {"nvidia": (CARD,), "cpu": (), "unknown": (Gpu("other", "Mystery 3D", pci_id="1234:5678"),)}[kind]
    return Machine(
        system="linux",
        system_version="6.1",
        platform="linux-64",
        cpu="Pretend CPU 3000",
        cores=8,
        memory_bytes=16 << 30,
        glibc="2.36",
        gpus=cards,
        envs_folder=str(home / "envs"),
        cache_folder=str(home / "cache"),
        home=str(home),
    )


def solve(specs: Sequence[str], *, channels: Sequence[str], platform: str) -> list[CondaPackage]:
    """Return one package for each spec."""
    found = []
    for spec in specs:
        name, _, version = spec.partition("=")
        full = f"{version}.11" if name == "python" else version or "1.0"
        url = f"https://conda.anaconda.org/{channels[-1]}/{platform}/{name}-{full}-0.conda"
        found.append(CondaPackage(name, full, "0", url, "0" * 64, 20 << 20, channels[-1], platform))
    return found


def resolve(requirements: Sequence[str], *, python_version: str, platform: str, index_url: str) -> list[Wheel]:
    """Return one wheel for each requirement."""
    found = []
    for requirement in requirements:
        name, _, version = requirement.partition("==")
        name = name.partition("<")[0]
        file = f"{name}-{version or '1.0'}-py3-none-any.whl"
        url = f"{index_url or 'https://wheels.invalid'}/{file}"
        found.append(Wheel(name, version or "1.0", url, "0" * 64, SIZES.get(name, 1 << 20), file))
    return found


class FakeInstaller:
    """An install worker that answers every command as the real one might."""

    def __init__(self, pipe: Pipe, arguments: argparse.Namespace) -> None:
        self.pipe, self.arguments, self.home = pipe, arguments, arguments.home
        self.machine = machine(arguments.machine, self.home)
        self.file = self.home / "fake.json"

    def run(self) -> None:
        self.pipe.send(InstallerReady(os.getpid()))
        while True:
            came = self.pipe.receive()
            if came is None:
                continue
            number, asked = came
            try:
                self.pipe.send(self.answer(asked), answers=number)
            except Problem as problem:
                self.pipe.send(Rejected(problem.sentence), answers=number)

    # ---------------------------------------------------------------------------------------------- what is kept
    def kept(self) -> dict[str, Any]:
        if not self.file.exists():
            return {"envs": {}, "unfinished": {}}
        kept: dict[str, Any] = json.loads(self.file.read_text("utf-8"))
        return kept

    def keep(self, kept: dict[str, Any]) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".new")
        beside.write_text(json.dumps(kept), "utf-8")
        beside.replace(self.file)

    def env(self, prefix: str) -> Env:
        """Return an installed environment; raise what the real one raises if it is not there."""
        plain = self.kept()["envs"].get(prefix)
        if plain is None:
            raise InstallError("{path} is no conda environment.", path=prefix)
        found: Env = wire.from_plain(plain)
        return found

    # ------------------------------------------------------------------------------------------------- answers
    def answer(self, asked: object) -> object:
        match asked:
            case Look():
                return MachineSeen(self.machine)
            case MakePlan():
                return Planned(self.plan(asked.recipe))
            case Install():
                if asked.plan.prefix in self.kept()["envs"] and not asked.plan.recipe.replace:
                    raise InstallError("An environment called {name} is there already.", name=asked.plan.recipe.name)
                return self.install(asked.plan)
            case Continue():
                left = self.kept()["unfinished"].get(asked.folder)
                if left is None:
                    raise InstallError("There is no unfinished installation in {path}.", path=asked.folder)
                return self.install(wire.from_plain(left["plan"]), done=left["done"], failed_once=left["failed"])
            case FindUnfinished():
                return UnfinishedSeen(tuple(map(self.unfinished, self.kept()["unfinished"].items())))
            case Discard():
                kept = self.kept()
                kept["unfinished"].pop(asked.folder, None)
                self.keep(kept)
                return Discarded(asked.folder)
            case CreateFromLock() | Clone():
                choice = Choice("cpu", "2.14.1", "0.29.1", "", "3.12", "", say("From a lock file."))
                return self.install(self.plan(Recipe(asked.name, choice)))
            case _:
                return self.about(asked)

    def about(self, asked: object) -> object:
        """Return the answer to a command about environments that are "there"."""
        match asked:
            case ListEnvs():
                return EnvsSeen(tuple(wire.from_plain(plain) for plain in self.kept()["envs"].values()))
            case Measure():
                return Measured(asked.prefix, 1_200_000_000, 21_000, complete=True)
            case DescribeEnv():
                return EnvSeen(self.env(asked.prefix))
            case LookAtKept():
                return KeptSeen((Kept("runs", asked.runs),))
            case LookForNewer():
                return NewestSeen("0.2.0", True, "https://torchgarden.example/releases")
            case LookAtPython():
                return EnvSeen(wire.from_plain(next(iter(self.kept()["envs"].values()))))
            case LookAtNetwork():
                level, said = ("stop", NO_NETWORK) if self.arguments.no_network else ("good", NETWORK_IS_THERE)
                return NetworkSeen((Finding("network", level, said),))
            case Check():
                return Checked(self.report(self.env(asked.prefix)))
            case Repair():
                env = self.env(asked.prefix)
                return Installed(env, self.report(env), "", "", 1.0)
            case PreviewRemove():
                return RemovePreviewed(self.env(asked.prefix), (self.env(asked.prefix).kernel,), 1_200_000_000, True)
            case Remove():
                env, kept = self.env(asked.prefix), self.kept()
                del kept["envs"][asked.prefix]
                self.keep(kept)
                return Removed(asked.prefix, (env.kernel,))
            case Export():
                return Exported(self.env(asked.prefix).prefix, asked.format, asked.path)
            case AddKernel():
                name = Path(asked.prefix).name
                return KernelAdded(asked.prefix, name, f"Python ({name})", str(self.home / "kernels" / name))
            case StartJupyter():
                return JupyterStarted(asked.prefix, "http://127.0.0.1:8888/tree?token=pretended", 8888, os.getpid())
            case StopJupyter():
                return JupyterStopped(asked.url, stopped=True)
            case WriteNotebook():
                return NotebookWritten(asked.prefix, str(write_in_first(asked, self.env(asked.prefix))))
            case OpenTerminal():
                return Opened(asked.prefix, "xterm")
            case OpenEditor():
                return Opened(asked.prefix, "VS Code")
        raise InstallError("The packages could not be resolved.", detail=str(asked))

    def plan(self, recipe: Recipe) -> Plan:
        if self.arguments.no_network:
            raise Offline("The channel {channel} cannot be reached.", channel="conda-forge")
        return planning.plan(
            recipe, self.machine, solve=solve, resolve=resolve, space=lambda folder: ("disk", 300 << 30, 500 << 30)
        )

    def unfinished(self, entry: tuple[str, dict[str, Any]]) -> UnfinishedInstall:
        folder, left = entry
        plan: Plan = wire.from_plain(left["plan"])
        stage = next(one.name for one in plan.stages if one.name not in left["done"])
        sizes = [(one.download_bytes, one.name in left["done"]) for one in plan.stages]
        fetched = sum(size for size, is_here in sizes if is_here)
        whole = sum(size for size, _ in sizes)
        return UnfinishedInstall(folder, plan.recipe.name, plan.prefix, stage, fetched, whole, left["begun"])

    # ------------------------------------------------------------------------------------------------- an install
    def install(self, plan: Plan, *, done: Sequence[str] = (), failed_once: bool = False) -> Installed | Stopped:
        folder = str(self.home / "installs" / plan.recipe.name)
        left = {"plan": wire.to_plain(plan), "done": list(done), "failed": failed_once, "begun": "2026-01-01T09:00:00"}
        for stage in plan.stages:
            kept = self.kept()
            kept["unfinished"][folder] = left
            self.keep(kept)
            if stage.name in left["done"]:
                continue
            self.pipe.send(StageChanged(stage.name, "running"))
            self.pipe.send(LogLine(f"stage: {stage.name}", stage.name))
            if self.arguments.die_at == stage.name and not failed_once:
                os.kill(os.getpid(), 9)
            if self.arguments.fail_at == stage.name and not failed_once:
                left["failed"] = True
                self.keep(kept)
                return self.stop(folder, stage.name, plan.prefix)
            self.pass_time(plan, stage)
            left["done"].append(stage.name)
            self.pipe.send(StageChanged(stage.name, "done"))
        kept = self.kept()
        del kept["unfinished"][folder]
        env = self.made(plan)
        kept["envs"][plan.prefix] = wire.to_plain(env)
        self.keep(kept)
        return Installed(env, self.report(env), f"{plan.prefix}/conda-meta/torchgarden/torchgarden.lock", "", 12.0)

    def pass_time(self, plan: Plan, stage: Stage) -> None:
        """Tell how a stage goes on."""
        names = [one.name for one in plan.stages]
        rest = self.arguments.seconds / len(names)
        for part in range(TELLS_PER_STAGE + 1):
            share = part / TELLS_PER_STAGE
            loaded = int(stage.download_bytes * min(share * 1.5, 1.0))
            doing = (
                "downloading" if loaded < stage.download_bytes else "testing" if stage.name == "check" else "installing"
            )
            overall = (names.index(stage.name) + share) / len(names)
            left_s = self.arguments.seconds * (1 - overall)
            self.pipe.send(
                Progress(stage.name, doing, loaded, stage.download_bytes, int(stage.packages * share), stage.packages,
                         11e6 if doing == "downloading" else 0.0, rest * (1 - share), overall,
                         int(plan.download_bytes * overall), plan.download_bytes, left_s)
            )  # fmt: skip
            threading.Event().wait(rest / TELLS_PER_STAGE)

    def stop(self, folder: str, stage: StageName, prefix: str) -> Stopped:
        problem = {
            "network": Offline("{host} cannot be reached.", host="files.example.org"),
            "disk": DiskFull("There is no space left on the disk of {path}.", path=prefix),
            "check": InstallError("The new environment did not pass its check."),
        }[self.arguments.why]
        advice = {"network": (NETWORK, AGAIN), "disk": DiskFull.advice, "check": (AGAIN, SEE_LOG)}[self.arguments.why]
        self.pipe.send(StageChanged(stage, "failed", problem.sentence))
        return Stopped(folder, stage, problem.sentence, advice, "pretended", "")

    def made(self, plan: Plan) -> Env:
        choice, prefix = plan.recipe.choice, plan.prefix
        torch = f"{choice.torch}+{choice.build}"
        python = next((one.version for one in plan.packages if one.name == "python"), "3.12.11")
        made = Env(plan.recipe.name, prefix, "ours", python, f"{prefix}/bin/python", torch, choice.build)
        return replace(made, kernel=plan.recipe.name, trains=True, created="2026-01-01T09:00:00")

    def report(self, env: Env) -> CheckReport:
        device = "cuda" if env.build.startswith("cu") else "cpu"
        devices = [DeviceCheck("cpu", "Pretend CPU 3000", 16 << 30, True, 9.0, 9.0, 0.0)]
        if device == "cuda":
            devices.append(DeviceCheck("cuda:0", CARD.name, CARD.memory_bytes, True, 9.0, 0.7, 1e-6))
        return CheckReport(
            env.prefix, True, env.python, env.torch, "0.29.1", "", "13.0" if device == "cuda" else "", ("sm_89",),
            device, f"사용 중인 디바이스: {device}", tuple(devices), (), 2.0,
        )  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path.home())
    parser.add_argument("--machine", choices=("nvidia", "cpu", "unknown"), default="nvidia")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long an install takes")
    parser.add_argument("--fail-at", choices=STAGES)
    parser.add_argument("--why", choices=("network", "disk", "check"), default="network")
    parser.add_argument("--die-at", choices=STAGES)
    parser.add_argument("--no-network", action="store_true")
    arguments = parser.parse_args(argv)
    child.run(lambda pipe: FakeInstaller(pipe, arguments).run())


if __name__ == "__main__":
    main(sys.argv[1:])
