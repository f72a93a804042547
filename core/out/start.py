# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""The way into the out worker on any Python, as `core.train.start` is for the trainer."""

from core.train import start


def main():
    """Be the out worker, or say why not. Never returns."""
    start.main("core.out.worker")


if __name__ == "__main__":
    main()
