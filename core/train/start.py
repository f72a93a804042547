# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""The way into the train worker on any Python: what is missing there becomes a sentence instead of a traceback.

This file is read by Pythons that cannot read any other of ours (3.0 and later; an older one is told apart by its log,
`core.workers.process_tree.why_ended`). So it has no annotations from the future, no f-string, and imports nothing but
the standard library until the version is known. The pipe is taken before torch is imported: what torch prints belongs
into the log.
"""

import json
import sys

OLDEST = (3, 10)
"""`core.versions.OLDEST_PYTHON`, which an old Python cannot read."""
TOO_OLD = (  # as in `missing`
    "Training needs Python {oldest} or newer; this environment has {found}. "
    "Make a new environment, or train with another one."
)


def missing():
    """Return what keeps the trainer from running on this Python, None if nothing does."""
    if sys.version_info[:2] < OLDEST:
        from core.sentence import say

        return say(
            "Training needs Python {oldest} or newer; this environment has {found}. "
            "Make a new environment, or train with another one.",
            oldest=_text(OLDEST), found=_text(sys.version_info[:2]),
        )  # fmt: skip
    from core.train import loading

    return loading.missing()


def main(worker="core.train.worker"):
    """Be the train worker, or another one that needs torch, or say why not. Never returns."""
    if sys.version_info[:2] < OLDEST:
        sys.stdout.write(too_old(sys.version_info[:2], detail="\n".join([sys.executable, sys.version])) + "\n")
        sys.stdout.flush()
        sys.exit(0)
    from core.train import loading

    loading.main(worker)


def too_old(found, detail):
    """Return the line that says so, as `core.workers.wire` writes it."""
    values = [["oldest", _text(OLDEST)], ["found", _text(found)]]
    reason = {"is": "Sentence", "text": TOO_OLD, "values": values}
    return json.dumps({"message": {"is": "Failed", "reason": reason, "detail": detail}})


def _text(version):
    return ".".join(map(str, version))


if __name__ == "__main__":
    main()
