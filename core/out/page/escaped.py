"""Texts and values put into a page so that they stay texts and values, whoever wrote them.

Class names, titles and columns come from a person's files. Nothing of them is ever markup, script or an address; what
turns the direction of writing or cannot be shown is taken out.
"""

from __future__ import annotations

import html
import json
import re

LONGEST = 2000
"""Letters of one text: a longer one is cut."""
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def shown(text: str) -> str:
    """Return a text as it can be shown: what cannot be seen is taken out, and a very long one is cut."""
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return _HIDDEN.sub("\ufffd", cut)


def escaped(text: str) -> str:
    """Return a text to stand between tags or in a quoted attribute."""
    return html.escape(shown(text), quote=True)


def element(name: str, *inside: str, **attributes: str | float) -> str:
    """Return an element; `inside` is markup, attributes are escaped. ``class_`` becomes ``class``, ``_`` a hyphen."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{told}>{''.join(inside)}</{name}>"


def number(value: float) -> str:
    """Return a number for a drawing: two digits behind the point, no more than are needed."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def data_block(value: object, name: str) -> str:
    """Return values as a block that a script reads; no text in it can end the block."""
    made = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    made = _HIDDEN.sub("\ufffd", made)
    for letter, instead in _IN_SCRIPT.items():
        made = made.replace(letter, instead)
    return f'<script type="application/json" id="{escaped(name)}">{made}</script>'
