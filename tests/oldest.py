"""All tests of the trainer and of the inside worker, and of the scripts that are taken home, on this Python and this
PyTorch: ``python -m tests.oldest [ARGS]``.

An environment to train in may have Python 3.10, PyTorch 2.2, and nothing else of the app's; so this needs pytest,
hypothesis, psutil and safetensors beside torch, and no Qt. `ARGS` are pytest's; without any, all tests run.
"""

from __future__ import annotations

import sys

import pytest

ROOMS = ("tests/train", "tests/inside", "tests/out/test_script.py", "tests/out/test_plain_forms.py")
OPTIONS = ("-q", "-o", "addopts=--strict-markers -p no:cacheprovider", "-W", "ignore::pytest.PytestConfigWarning")
"""Instead of those in pyproject.toml, which tell of pytest-qt as well."""


def main(arguments: list[str]) -> int:
    """Run the tests; return pytest's exit code."""
    places = [argument for argument in arguments if argument.startswith("tests/")]
    return int(pytest.main([*OPTIONS, *arguments, *(() if places else ROOMS)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
