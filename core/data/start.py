# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""The way into the data worker on any Python, as `core.train.start` is for the trainer, but that it needs no torch.

Like that file it is read by Pythons that can read no other of ours.
"""

import sys

from core.train import start


def main():
    """Be the data worker, or say why not. Never returns."""
    if sys.version_info[:2] < start.OLDEST:
        start.main()
    from core.data.worker import serve
    from core.workers import child
    from core.workers.handover import step_back

    step_back()
    child.run(serve)


if __name__ == "__main__":
    main()
