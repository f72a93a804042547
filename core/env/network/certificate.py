"""Read who made a certificate and when it is valid, from its bytes (X.509, DER): for a sentence, never for trust.

Python tells this of trusted certificates only, and the one that matters here is not. In a certificate the issuer comes
first, then the two dates, then the subject, so the first names and the first two dates are the ones.
"""

from __future__ import annotations

import calendar
import re
import time

from core.env.network.verdict import Certificate

ORGANIZATION, COMMON_NAME = b"\x06\x03\x55\x04\x0a", b"\x06\x03\x55\x04\x03"
DATES = re.compile(rb"\x17\x0d(\d{12})Z|\x18\x0f(\d{14})Z")
LONGEST_NAME = 100


def certificate_in(der: bytes) -> Certificate | None:
    """What a certificate says of itself; None where it cannot be read."""
    found = list(DATES.finditer(der))
    if len(found) < 2:
        return None
    names = der[: found[0].start()]
    issuer = _text_after(ORGANIZATION, names) or _text_after(COMMON_NAME, names)
    begins, ends = (_seconds((one[1] or one[2]).decode("ascii")) for one in found[:2])
    return Certificate(issuer, begins, ends)


def _text_after(mark: bytes, der: bytes) -> str:
    """The text that follows an object's name: a kind, a length below 128, the letters."""
    at = der.find(mark)
    if at < 0 or at + len(mark) + 2 > len(der):
        return ""
    length = der[at + len(mark) + 1]
    text = der[at + len(mark) + 2 : at + len(mark) + 2 + min(length, LONGEST_NAME)].decode("utf-8", "replace")
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _seconds(digits: str) -> float:
    """Seconds since 1970 of "YYMMDDhhmmss" or "YYYYMMDDhhmmss"; 0 where that is no time."""
    if len(digits) == 12:
        digits = ("20" if digits[:2] < "50" else "19") + digits
    try:
        return float(calendar.timegm(time.strptime(digits, "%Y%m%d%H%M%S")))
    except (ValueError, OverflowError):
        return 0.0
