"""TorchGarden's front door: the window or, with other arguments, one of its workers or the commands without a window.

The trainer starts before Qt, because it needs longest: it warms up while the window is made. This process never
imports torch.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.bundle import brings_torch, held_here
from core.files import can_be_path, read_object
from core.folders import Folders, find_folders
from core.sentence import Problem
from core.versions import VERSION

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication, QTimer

    from core.workers.worker import WorkerLike
    from gui.asked.desktop import OpenedByDesktop
    from gui.kit.remembered import Preferences
    from gui.window.doorbell import Doorbell, Request

SETTINGS_BYTES = 1 << 20
SETTLED_MS = 3000
"""After so long the window has all that it begins with."""
USAGE = """\
Install PyTorch without a terminal, and watch a network grow and shrink while it trains.

  torchgarden                    open the window, or bring up the one that is open
  torchgarden RUN                open it with a saved training: its folder, a file in it, or a .garden file
  torchgarden torchgarden://...  open it with a link: at a page, or with the question whether to open a training
  torchgarden train --help       train without a window
  torchgarden env --help         make and check environments without a window
  torchgarden inside --help      look inside a saved training without a window
  torchgarden export --help      take a saved training home: as a notebook, ONNX, one file
  torchgarden predict --help     let a saved training's network predict
  torchgarden import --help      make a training of a .garden file, or of weights from elsewhere
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code; no arguments open the window."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    first = arguments[0] if arguments else ""
    if first == "--trainer":
        return _worker("core.train.start", arguments[1:])
    if first == "--installer":
        return _worker("core.env.worker", arguments[1:])
    if first == "--vector":
        return _worker("core.inside.compare.vector", arguments[1:])
    if first == "--inside":
        return _worker("core.inside.start", arguments[1:])
    if first == "--data":
        return _worker("core.data.start", arguments[1:])
    if first == "--code":
        return _worker("core.data.arrays.inner", arguments[1:])
    if first == "--pictures":
        return _worker("core.data.pictures.decoder", arguments[1:])
    if first == "--out":
        return _worker("core.out.start", arguments[1:])
    if started_in := os.environ.pop("TORCHGARDEN_STARTED_IN", ""):
        os.chdir(started_in)  # run.py runs us in its own folder; the paths among the arguments mean the person's
    if first == "--opened":  # by the desktop: a file or a link, and never an option, whatever is written in it
        return open_window(_parser().parse_args([]), opened=" ".join(arguments[1:]))
    if first in ("train", "env", "inside", "export", "predict", "import"):
        from core.headless.__main__ import main as headless

        return headless(arguments)
    options = _parser().parse_args(arguments)
    if options.home:
        os.environ["TORCHGARDEN_HOME"] = str(Path(options.home).absolute())
    from gui.asked.links import is_link

    return open_window(options, opened=options.run if is_link(options.run) else "")


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


def open_window(options: argparse.Namespace, *, opened: str = "") -> int:
    """Open the window and stay until it is closed. `opened`: a file or a link that the desktop opens with the app."""
    from gui.asked.opened import asked_to_open
    from gui.window.doorbell import Request

    folders = find_folders()
    try:
        run, what = asked_to_open(options.run, opened)
    except Problem as error:
        print(f"torchgarden: {error}", file=sys.stderr)
        return 2
    request = Request(run, options.page, what)
    doorbell = _come_in(folders, options, request)
    if doorbell is True:
        print("torchgarden: the window that is open takes over.", file=sys.stderr)
        return 0
    try:
        return _open(folders, options, request, None if isinstance(doorbell, bool) else doorbell)
    finally:
        if not isinstance(doorbell, bool):
            doorbell.close()


def _come_in(folders: Folders, options: argparse.Namespace, request: Request) -> Doorbell | bool:
    """Return what `come_in` does. What only a window of its own can do opens one. One that shows a recording cannot do
    what others ask, so it has no doorbell: the next start opens a window that trains."""
    from gui.window.doorbell import come_in

    if options.replay:
        return False
    asked = (options.new_window, options.record, options.python, options.language, options.theme)
    return come_in(folders.data, request, own=any(asked))


def _open(folders: Folders, options: argparse.Namespace, request: Request, doorbell: Doorbell | None) -> int:
    """Open the window and stay until it is closed."""
    try:
        start, own, trainer = _begin(folders, options)
    except (Problem, OSError) as error:  # a recording that cannot be read or written
        print(f"torchgarden: {error}", file=sys.stderr)
        return 2

    preferences = _preferences(folders.settings_file, options)
    from PySide6.QtWidgets import QApplication

    from core.workers.log import start_app_log, stop_app_log
    from gui.asked.desktop import OpenedByDesktop
    from gui.notices.problem import catch_all

    app = _application(preferences.zoom)
    asked = asking(request, doorbell, OpenedByDesktop(app))
    log = start_app_log(folders.logs / "app.log")
    caught = catch_all(folders.logs / "crash.txt")
    settled = _settled()
    try:
        from core.workers.session_tape import Replay
        from gui.window.setting import WindowSetting
        from gui.window.window import Window

        QApplication.setStyle("Fusion")
        window = Window(WindowSetting(
            trainer=trainer, start=start, start_inside=partial(_start_inside, folders),
            start_data=partial(_start_data, folders), start_out=partial(_start_out, folders),
            start_install=lambda: _start_install(folders), folders=folders, preferences=preferences, caught=caught,
            version=VERSION, run=request.run, held=held_here(), asked=asked,
            tape=trainer if isinstance(trainer, Replay) else None, own=own, tour=True,
        ))  # fmt: skip
        window.show()
        app.processEvents()  # show the window before its pages are made
        window.furnish(options.page or "train")
        settled.start(SETTLED_MS)
        return app.exec()
    finally:
        settled.stop()
        gc.unfreeze()
        if trainer is not None:
            trainer.kill()
        caught.release()
        stop_app_log(log)


def _settled() -> QTimer:
    """Return a timer after which what was made so far is passed over when garbage is looked for: a look through all of
    it takes as long as two frames, and nothing of it is garbage before the end."""
    from PySide6.QtCore import QTimer

    made = QTimer()
    made.setSingleShot(True)
    made.timeout.connect(gc.freeze)
    return made


def _application(zoom: float) -> QCoreApplication:
    """Return the one application, new or made before, with everything `zoom` times as large."""
    from PySide6.QtWidgets import QApplication

    from gui.asked.desktop import say_who_we_are
    from gui.window import scaling

    say_who_we_are()
    made_before = QApplication.instance()
    with scaling.at_start(zoom):
        app = made_before or QApplication(sys.argv[:1])
    if made_before is not None:
        scaling.change_now(zoom, ())
    app.setApplicationName("TorchGarden")
    return app


def asking(first: Request, doorbell: Doorbell | None, desktop: OpenedByDesktop) -> Callable[[], list[Request]]:
    """Return what says, once a frame, what is asked of the window: by this start, by other starts, by the desktop."""
    from gui.asked.opened import as_given
    from gui.window.doorbell import Request

    waiting = [Request(opened=first.opened)] if first.opened else []

    def asked() -> list[Request]:
        found = [*waiting, *(doorbell.asked() if doorbell is not None else ())]
        waiting.clear()
        return found + [Request(opened=as_given(what)) for what in desktop.opened()]

    return asked


def _begin(
    folders: Folders, options: argparse.Namespace
) -> tuple[Callable[[str], WorkerLike], bool, WorkerLike | None]:
    """Return what starts a trainer, whether the app itself has torch, and a trainer that warms up before Qt is there;
    None for it where there is nothing to train with."""
    start = _starter(folders, record=options.record, replay=options.replay)
    own = bool(options.replay) or brings_torch()
    python = options.python or _chosen_python(folders.settings_file)
    return start, own, start(python) if own or python else None


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


def _start_data(folders: Folders, python: str) -> WorkerLike:
    from core.workers.worker import start_data

    return start_data(Path(python) if python else None, log=folders.logs / "data.log")


def _start_inside(folders: Folders, python: str) -> WorkerLike:
    from core.workers.worker import start_inside

    return start_inside(Path(python) if python else None, log=folders.logs / "inside.log")


def _start_out(folders: Folders, python: str) -> WorkerLike:
    from core.workers.worker import start_out

    return start_out(Path(python) if python else None, log=folders.logs / "out.log")


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
