"""What a disk, or another program's text about it, says becomes one sentence with something to do."""

from __future__ import annotations

import errno

import pytest

from core.env.problems import (
    AGAIN,
    SEE_LOG,
    Busy,
    DiskFull,
    InUse,
    NotAllowed,
    advice_now,
    disk_problem,
    file_problem,
    words_problem,
)
from core.messages.recipe import RecipeError

PATH = r"D:\내 환경\torch_book"


def windows(winerror: int) -> OSError:
    """An error as Windows has it, which knows more than its errno."""
    error = OSError(errno.EACCES, "no")
    error.winerror = winerror  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(errno.ENOSPC, ""), DiskFull, "There is no space left on the disk of"),
        (OSError(errno.EDQUOT, ""), DiskFull, "There is no space left on the disk of"),
        (windows(112), DiskFull, "There is no space left on the disk of"),
        (windows(32), InUse, "Another program is using"),
        (OSError(errno.EBUSY, ""), InUse, "Another program is using"),
        (OSError(errno.ETXTBSY, ""), InUse, "Another program is using"),
        (PermissionError(errno.EACCES, ""), NotAllowed, "is not allowed"),
        (OSError(errno.EROFS, ""), NotAllowed, "cannot be written to"),
    ],
)
def test_a_failed_file_operation_is_a_sentence(error: OSError, kind: type, words: str) -> None:
    problem = disk_problem(error, PATH)
    assert type(problem) is kind
    assert words in str(problem.sentence)
    assert PATH in str(problem.sentence)
    assert advice_now(problem), "there is something to do about it"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("failed to link: No space left on device (os error 28)", DiskFull),
        ("There is not enough space on the disk. (os error 112)", DiskFull),
        ("The process cannot access the file because it is being used by another process. (os error 32)", InUse),
        ("Access is denied. (os error 5)", NotAllowed),
        ("Read-only file system (os error 30)", NotAllowed),
    ],
)
def test_so_is_what_rattler_and_uv_say_about_it(text: str, kind: type) -> None:
    assert type(words_problem(text, PATH)) is kind


def test_what_is_nobodys_disk_is_left_to_others() -> None:
    assert disk_problem(OSError(errno.ECONNRESET, ""), PATH) is None
    assert words_problem("hash mismatch", PATH) is None


def test_before_anything_is_begun_nobody_is_told_to_continue() -> None:
    busy = Busy("Another installation is running: {name}.", name="torch_book")
    assert [str(one) for one in advice_now(busy)] == ["Wait until it has finished, or cancel it there."]
    assert not {AGAIN, SEE_LOG} & set(advice_now(DiskFull("full")))
    assert advice_now(RecipeError("Give the environment a name.")) == ()


def test_what_else_a_disk_says_is_told_in_whole_sentences_and_never_in_its_own_words() -> None:
    problem = file_problem(NotADirectoryError(errno.ENOTDIR, "Not a directory"), PATH)
    told = [str(problem.sentence), *map(str, advice_now(problem))]
    assert told == [f"{PATH} could not be changed.", "The folder or the disk it is on is not there any more."]
    assert "Not a directory" in problem.detail, "the log keeps the system's words"
