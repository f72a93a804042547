"""TorchGarden without a window: ``python -m core.headless train ...``, ``env ...``, ``inside ...``, ``export ...``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from core.headless.conversation import DONE, INTERRUPTED, WRONG
from core.headless.output import leave_quietly, speak_safely

USAGE = """usage: torchgarden                 open the window
       torchgarden train [...]     train without a window
       torchgarden env [...]       make and look after environments without a window
       torchgarden inside [...]    look inside a saved training without a window
       torchgarden export [...]    take a saved training home: as a notebook, ONNX, one file
       torchgarden predict [...]   let a saved training's network predict
       torchgarden import [...]    make a training of a .garden file, or of weights from elsewhere

Each says more: `torchgarden train --help`."""


def main(argv: Sequence[str]) -> int:
    """Do what the first word says with the others; return the exit code."""
    started_in = os.environ.pop("TORCHGARDEN_STARTED_IN", "")
    speak_safely()
    try:
        code = _door(argv, started_in)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read our lines has left: torchgarden env list | head -1
        leave_quietly()
        return INTERRUPTED


def _door(argv: Sequence[str], started_in: str) -> int:
    if started_in:  # run.py runs us in its own folder; the paths among the arguments mean the person's
        os.chdir(started_in)
    door, words = (argv[0], argv[1:]) if argv else ("", ())
    if door == "train":
        from core.headless import train

        return train.main(words)
    if door == "env":
        from core.headless import env

        return env.main(words)
    if door == "inside":
        from core.headless import inside

        return inside.main(words)
    if door in ("export", "predict", "import"):
        from core.headless.out import doors

        return doors.main(door, words)
    wants_help = door in ("-h", "--help")
    print(USAGE, file=sys.stdout if wants_help else sys.stderr)
    return DONE if wants_help else WRONG


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
