# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""The way into the inside worker on any Python, as `core.train.start` is for the trainer."""

from core.train import start


def main():
    """Be the inside worker, or say why not. Never returns."""
    start.main("core.inside.worker")


if __name__ == "__main__":
    main()
