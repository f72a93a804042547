"""What the pages open in other programs goes on without the window, and knows nothing of it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from gui.install.desktop import open_folder, open_url
from tests.processes import wait_ended, wait_until


@pytest.mark.skipif(sys.platform != "linux", reason="only there Qt starts the program itself")
@pytest.mark.parametrize("opens", [open_folder, open_url])
def test_the_desktops_opener_is_handed_over(opens: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, told = tmp_path / "xdg-open", tmp_path / "told"
    program.write_text(
        # A first line cannot name a program whose path has a space: a shell starts it.
        f"#!/bin/sh\n'''exec' '{sys.executable}' " + '"$0" "$@"\n' + "'''\nimport json, os, sys\n"
        "told = [os.getpid(), os.getsid(0), sys.argv[1], sorted(os.environ)]\n"
        f"half, whole = {str(tmp_path / 'half')!r}, {str(told)!r}\n"
        "open(half, 'w').write(json.dumps(told)); os.replace(half, whole)\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TORCHGARDEN_HOME", "/x")
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    assert opens("/내 폴더")  # type: ignore[operator]
    wait_until(told.exists)
    pid, session, what, names = json.loads(told.read_text("utf-8"))
    assert (session, what) == (pid, "/내 폴더")
    assert session != os.getsid(0)
    assert not {"TORCHGARDEN_HOME", "QT_SCALE_FACTOR"} & {*names}
    wait_ended([pid], 10)
