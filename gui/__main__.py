"""TorchGarden's front door: the window or, with other arguments, one of its workers or the commands without a window.

The trainer starts before Qt, because it needs longest: it warms up while the window is made. This process never
imports torch.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.bundle import held_here
from core.files import can_be_path, read_object
from core.folders import Folders, find_folders
from core.sentence import Problem

if TYPE_CHECKING:
    from core.workers.worker import WorkerLike
    from gui.kit.remembered import Preferences
    from gui.window.doorbell import Doorbell

VERSION = "0.1.0"
SETTINGS_BYTES = 1 << 20
USAGE = """\
Install PyTorch without a terminal, and watch a network grow and shrink while it trains.

  torchgarden                    open the window, or bring up the one that is open
  torchgarden RUN                open it with a saved training: its folder, or a file in it
  torchgarden train --help       train without a window
  torchgarden env --help         make and check environments without a window
  torchgarden inside --help      look inside a saved training without a window
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code; no arguments open the window."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    first = arguments[0] if arguments else ""
    if first == "--trainer":
        return _worker("core.train.start", arguments[1:])
    if first == "--installer":
        return _worker("core.env.worker", arguments[1:])
    if first == "--inside":
        return _worker("core.inside.start", arguments[1:])
    if first in ("train", "env", "inside"):
        from core.headless.__main__ import main as headless

        return headless(arguments)
    options = _parser().parse_args(arguments)
    if options.home:
        os.environ["TORCHGARDEN_HOME"] = str(Path(options.home).absolute())
    return open_window(options)


def console() -> None:
    """Exit with `main`'s code: the installed command runs this."""
    sys.exit(main())


def _worker(module: str, arguments: list[str]) -> int:
    import importlib

    sys.argv[1:] = arguments
    importlib.import_module(module).main()
    return 0


def _parser() -> argparse.ArgumentParser:
    from gui.window.doorbell import PAGES

    parser = argparse.ArgumentParser(
        prog="torchgarden", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", nargs="?", default="", metavar="RUN", help="the folder of a saved training to open")
    parser.add_argument("--page", choices=PAGES, default="", help="open at this page")
    parser.add_argument("--new-window", action="store_true", help="open another window even if one is open")
    parser.add_argument("--home", default="", metavar="DIR", help="keep settings, runs and logs in this folder")
    parser.add_argument("--language", choices=("system", "en", "ko"), help="language of the window")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="appearance of the window")
    parser.add_argument("--python", default="", metavar="FILE", help="train with the PyTorch of this Python")
    parser.add_argument("--record", default="", metavar="FILE", help="write the conversation with the trainer to FILE")
    parser.add_argument("--replay", default="", metavar="FILE", help="show a recorded conversation instead of training")
    parser.add_argument("--version", action="version", version=f"TorchGarden {VERSION}")
    return parser


def open_window(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    folders = find_folders()
    try:
        run = _run_of(options.run)
    except Problem as error:
        print(f"torchgarden: {error}", file=sys.stderr)
        return 2
    doorbell = _come_in(folders, options, run)
    if doorbell is True:
        print("torchgarden: the window that is open takes over.", file=sys.stderr)
        return 0
    try:
        return _open(folders, options, run, None if isinstance(doorbell, bool) else doorbell)
    finally:
        if not isinstance(doorbell, bool):
            doorbell.close()


def _come_in(folders: Folders, options: argparse.Namespace, run: str) -> Doorbell | bool:
    """Return what `come_in` does. What only a window of its own can do opens one."""
    from gui.window.doorbell import Request, come_in

    asked = (options.new_window, options.record, options.replay, options.python, options.language, options.theme)
    return come_in(folders.data, Request(run, options.page), own=any(asked))


def _run_of(text: str) -> str:
    """Return the folder of the run that an argument names, "" for none; raise `RunError` if there is none."""
    if not text:
        return ""
    from core.runs import RunError, is_run

    path = Path(text).absolute()
    folder = path.parent if path.is_file() else path
    if not is_run(folder):
        raise RunError("There is no training in {folder}.", folder=str(folder))
    return str(folder)


def _open(folders: Folders, options: argparse.Namespace, run: str, doorbell: Doorbell | None) -> int:
    """Open the window and stay until it is closed."""
    start = _starter(folders, record=options.record, replay=options.replay)
    python = options.python or _chosen_python(folders.settings_file)
    try:
        trainer = start(python)  # before Qt, to warm up
    except (Problem, OSError) as error:  # a recording that cannot be read or written
        print(f"torchgarden: {error}", file=sys.stderr)
        return 2

    preferences = _preferences(folders.settings_file, options)
    from PySide6.QtWidgets import QApplication

    from core.workers.log import start_app_log, stop_app_log
    from gui.notices.problem import catch_all
    from gui.window import scaling

    made_before = QApplication.instance()
    with scaling.at_start(preferences.zoom):
        app = made_before or QApplication(sys.argv[:1])
    if made_before is not None:
        scaling.change_now(preferences.zoom, ())
    app.setApplicationName("TorchGarden")
    log = start_app_log(folders.logs / "app.log")
    caught = catch_all(folders.logs / "crash.txt")
    try:
        from core.workers.session_tape import Replay
        from gui.window.setting import WindowSetting
        from gui.window.window import Window

        QApplication.setStyle("Fusion")
        window = Window(WindowSetting(
            trainer=trainer, start=start, start_inside=partial(_start_inside, folders),
            start_install=lambda: _start_install(folders), folders=folders, preferences=preferences, caught=caught,
            version=VERSION, run=run, held=held_here(), asked=doorbell.asked if doorbell is not None else list,
            tape=trainer if isinstance(trainer, Replay) else None,
        ))  # fmt: skip
        window.show()
        app.processEvents()  # show the window before its pages are made
        window.furnish(options.page or "train")
        return app.exec()
    finally:
        trainer.kill()
        caught.release()
        stop_app_log(log)


def _starter(folders: Folders, *, record: str, replay: str) -> Callable[[str], WorkerLike]:
    """Return what starts a trainer on a Python ("": ours): a real one, a recorded one, or a replay.

    A trainer that replaces a dead one is recorded in its own file, ``FILE-2.jsonl``.
    """
    written: list[Path] = []

    def start(python: str) -> WorkerLike:
        from core.workers.session_tape import Recorder, Replay
        from core.workers.worker import start_trainer

        if replay:
            return Replay(Path(replay))
        worker = start_trainer(Path(python) if python else None, log=folders.logs / "trainer.log")
        if not record:
            return worker
        path = Path(record)
        written.append(path.with_stem(f"{path.stem}-{len(written) + 1}") if written else path)
        return Recorder(worker, written[-1])

    return start


def _preferences(settings: Path, options: argparse.Namespace) -> Preferences:
    """Return the preferences, changed for this start by the arguments."""
    from gui.kit.remembered import changed, read_preferences

    preferences = read_preferences(settings)
    for name in ("language", "python", "theme"):
        if asked := getattr(options, name):
            preferences = changed(preferences, name, asked)
    return preferences


def _start_install(folders: Folders) -> WorkerLike:
    from core.workers.worker import start_installer

    return start_installer(log=folders.logs / "installer.log")


def _start_inside(folders: Folders, python: str) -> WorkerLike:
    from core.workers.worker import start_inside

    return start_inside(Path(python) if python else None, log=folders.logs / "inside.log")


def _chosen_python(settings: Path) -> str:
    """Return the Python chosen for training. Read here: `gui.kit.remembered` needs Qt, and the trainer starts before
    Qt."""
    try:
        python = read_object(settings, limit_bytes=SETTINGS_BYTES).get("python")
    except (OSError, ValueError):
        return ""
    return python if isinstance(python, str) and can_be_path(python) else ""


if __name__ == "__main__":
    console()
