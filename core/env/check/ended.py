"""Why a check ended without a report: its exit code, the part that was begun last and its last words, as a fault.

What the codes mean is in `core.workers.exit_codes`. One that no list has is still told with the part it came in.
"""

from __future__ import annotations

from core.env.check.faults import DETAIL_CHARACTERS, faults_in
from core.env.check.known import KNOWN
from core.messages.install_reports import Fault
from core.sentence import Sentence, say
from core.workers.exit_codes import CRASHES, STOPS, WINDOWS_CRASHES, WINDOWS_STOPPED, signal_name, unsigned

WINDOWS_KNOWN = {
    0xC000001D: "old_processor",  # STATUS_ILLEGAL_INSTRUCTION
    0xC0000135: "runtime_missing",  # STATUS_DLL_NOT_FOUND
    0xC0000138: "libraries_mixed",  # STATUS_ORDINAL_NOT_FOUND
    0xC0000139: "libraries_mixed",  # STATUS_ENTRYPOINT_NOT_FOUND
    0xC0000142: "runtime_old",  # STATUS_DLL_INIT_FAILED
    0xC000007B: "wrong_processor",  # STATUS_INVALID_IMAGE_FORMAT
    0xC0000018: "page_file",  # STATUS_CONFLICTING_ADDRESSES
    0xC0000017: "page_file",  # STATUS_NO_MEMORY
    0xC000012D: "page_file",  # STATUS_COMMITMENT_LIMIT
    0xC000009A: "quota",  # STATUS_INSUFFICIENT_RESOURCES
    0xC0000044: "quota",  # STATUS_QUOTA_EXCEEDED
    0xC0000022: "not_allowed",  # STATUS_ACCESS_DENIED
    0xC0000361: "not_allowed_windows",  # STATUS_ACCESS_DISABLED_BY_POLICY_DEFAULT
    0xC0000364: "not_allowed_windows",  # STATUS_ACCESS_DISABLED_BY_POLICY_OTHER
    0xC0000428: "not_allowed_windows",  # STATUS_INVALID_IMAGE_HASH
    0xC0000906: "not_allowed_windows",  # STATUS_VIRUS_INFECTED
    0xC0000006: "file_damaged",  # STATUS_IN_PAGE_ERROR
    0xC0000102: "file_damaged",  # STATUS_FILE_CORRUPT_ERROR
    0xC0000098: "file_damaged",  # STATUS_FILE_INVALID
}

REPAIR = say(
    "Repair this environment, or make a new one. A virus scanner or a program that shows itself over others may be the"
    " cause too."
)
ON_A_CARD = say(
    "Update the graphics driver, restart the computer, and check again. If it stays so, make a new environment."
)
LESS_OPEN = say("Close other programs, and check again.")
AGAIN = say("Check again, and let it come to its end.")


def ended(code: int, part: str, text: str, *, out_of_memory: bool = False) -> Fault:
    """The fault of a check that ended with `code` at `part`; `out_of_memory`: the system says so."""
    detail = f"exit code {code}{_in_hex(code)}, at: {part}\n{text[-DETAIL_CHARACTERS:]}"
    at, name = part or "start", signal_name(code)
    if out_of_memory and name == "SIGKILL":
        return Fault("killed", say("The computer ran out of memory at “{part}”.", part=at), LESS_OPEN, detail)
    if name == "SIGKILL":
        cause = say(
            "The check was ended from outside at “{part}”: by the system, usually because memory ran out, or by"
            " somebody.",
            part=at,
        )
        return Fault("killed", cause, LESS_OPEN, detail)
    if found := faults_in(text):
        return found[0]
    status = unsigned(code)
    known = "old_processor" if name == "SIGILL" else "" if name else WINDOWS_KNOWN.get(status, "")
    if known:
        one = next(one for one in KNOWN if one.code == known)
        return Fault(one.code, one.cause, one.mend, detail)
    if name in STOPS or status in WINDOWS_STOPPED:
        return Fault("stopped", say("The check was stopped from outside at “{part}”.", part=at), AGAIN, detail)
    if name in CRASHES or status in WINDOWS_CRASHES:
        return Fault("crashed", _crash(at, name or WINDOWS_CRASHES[status]), _mend(part), detail)
    if code in (126, 127):
        return Fault("no_python", say("The environment's Python cannot be started."), REPAIR, detail)
    cause = say("The check ended at “{part}” without a word (exit code {code}).", part=at, code=code)
    return Fault("crashed", cause, _mend(part), detail)


def _crash(part: str, name: str) -> Sentence:
    return say("PyTorch of this environment crashed at “{part}” ({name}).", part=part, name=name)


def _mend(part: str) -> Sentence:
    """What helps against a crash: on a card it is mostly the driver's, elsewhere the environment's."""
    return ON_A_CARD if part.startswith("device ") and not part.startswith("device cpu") else REPAIR


def _in_hex(code: int) -> str:
    """Windows' codes as they are looked for."""
    return f" (0x{unsigned(code):08X})" if code > 0xFFFF or code < -0xFFFF else ""
