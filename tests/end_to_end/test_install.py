"""A real environment with a real torch: made, checked, its kernel started by name, made again from its lock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.env.engines import uv
from core.messages.install_commands import Check, CreateFromLock, Export, Install, ListEnvs, Remove
from core.messages.install_events import Checked, EnvsSeen, Exported, Removed
from core.messages.recipe import Plan, Wheel
from tests.env.channel import PYTHON
from tests.env.making import House, left_beside

TORCH = "2.13.0"
TOLD = "사용 중인 디바이스: cpu"
LINE = """
import torch
print('사용 중인 디바이스:', 'cuda' if torch.cuda.is_available() else 'cpu')
print(torch.__version__)
"""
BY_NAME = """
import json, sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name=sys.argv[1], startup_timeout=120)
said = []
def hook(message):
    if message["msg_type"] == "stream":
        said.append(message["content"]["text"])
client.execute_interactive(sys.argv[2] + "\\nimport sys; print(sys.prefix)", output_hook=hook, timeout=120)
client.stop_channels()
manager.shutdown_kernel(now=True)
print(json.dumps("".join(said)))
"""


def torch_wheels() -> str:
    """The folder of wheels that pip is told of, if the real torch for this Python is in it."""
    tag = f"cp{sys.version_info[0]}{sys.version_info[1]}-"
    for folder in os.environ.get("PIP_FIND_LINKS", "").split():
        path = Path(folder.removeprefix("file://"))
        if any(tag in wheel.name for wheel in path.glob(f"torch-{TORCH}+cpu-*.whl")):
            return str(path)
    pytest.skip(f"PIP_FIND_LINKS names no folder with torch {TORCH}+cpu for this Python")


def real_plan(house: House, folder: str, cache: Path) -> Plan:
    """Python and pip from the local channel, torch and ipykernel for real."""
    plan = house.plan()
    origin = uv.Origin(find_links=(folder,))
    wanted = (f"torch=={TORCH}", "numpy", "ipykernel")
    found = uv.resolve(wanted, python_version=PYTHON, platform=plan.platform, cache=cache, origin=origin)
    own = uv.resolve(wanted[:2], python_version=PYTHON, platform=plan.platform, cache=cache, origin=origin)
    names = {wheel.name for wheel in own}

    def staged(wheel: Wheel) -> Wheel:
        return replace(wheel, stage="torch" if wheel.name in names else "extras")

    choice = replace(plan.recipe.choice, torch=f"{TORCH}+cpu")
    return replace(
        plan,
        recipe=replace(plan.recipe, choice=choice),
        wheels=tuple(map(staged, found)),
        requirements=wanted,
    )


def run_by_name(name: str, line: str) -> str:
    """What a kernel that is started by its name prints."""
    done = subprocess.run(
        [sys.executable, "-c", BY_NAME, name, line], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    said: str = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.slow
def test_from_nothing_to_the_device_line_and_back(house: House, home: Path, tmp_path: Path) -> None:
    folder = torch_wheels()
    house.stall_s = 60
    plan = real_plan(house, folder, tmp_path / "resolving")
    prefix = plan.prefix
    assert " " in prefix
    assert not prefix.isascii()
    with house.talking() as talk:
        answer = talk.ask(Install(plan), seconds=200)
        installed = answer
        assert getattr(installed, "report", None), answer
        assert installed.report.ok
        assert installed.report.device_line == TOLD
        assert installed.report.torch.startswith(TORCH)
        assert [device.device for device in installed.report.devices] == ["cpu"]
        assert installed.env.torch == f"{TORCH}+cpu"
        assert installed.env.trains
        assert installed.env.kernel == "torch_book"
        said = run_by_name("torch_book", LINE)
        assert said.splitlines() == [TOLD, f"{TORCH}+cpu", prefix]
        seen = talk.ask(ListEnvs())
        assert isinstance(seen, EnvsSeen)
        listed = next(env for env in seen.envs if env.prefix == prefix)
        assert (listed.name, listed.kind, listed.kernel) == ("torch_book", "ours", "torch_book")
        lock = tmp_path / "torch_book.lock"
        assert isinstance(talk.ask(Export(prefix, "lock", str(lock))), Exported)
        again = talk.ask(CreateFromLock(str(lock), "again"), seconds=200)
        assert getattr(again, "report", None), again
        assert again.report.ok
        checked = talk.ask(Check(prefix), seconds=200)
        assert isinstance(checked, Checked)
        assert checked.report.ok
        for one in (prefix, again.env.prefix):
            removed = talk.ask(Remove(one))
            assert isinstance(removed, Removed), removed
            assert not Path(one).exists()
    assert left_beside(house.envs) == []
    assert (home / ".conda" / "environments.txt").read_text("utf-8") == ""
    assert list((home / ".local" / "share" / "jupyter" / "kernels").iterdir()) == []
