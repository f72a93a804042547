"""One HTML page that needs nothing else: the network, how it grew, and a pad, a plane or a form to try it.

The page is one file. Its script and styles stand in it (`resources/page`), and its policy allows these two by their
hashes and nothing else: no network, no frames, no other script. Everything that comes from the run is escaped
(`core.out.page.escaped`). Some held-out samples go along, where `data` says so; without, the weights and curves alone.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from core import files
from core.out.page import told
from core.out.page.curves import Chart, charts, drawn
from core.out.page.drawing import drawing
from core.out.page.embedded import network, probes
from core.out.page.escaped import data_block, element, escaped, shown
from core.out.page.tryout import tryout
from core.out.shipped import shipped
from core.out.spoken import Voice
from core.out.taken import OutError, Taken
from core.sentence import Sentence, say
from core.versions import VERSION

SCRIPTS = ("network.js", "scaling.js", "page.js")
STYLES = "page.css"
FILE_BYTES = 1 << 20


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write the page. Raises OSError, and `OutError` for a network that is too large for a browser."""
    files.write(path, page(taken, Voice(language), samples=data).encode("utf-8", "replace"), on_disk=True)
    if data:
        return (say("Some held-out samples are in it. Whoever has the page can see them."),)
    return ()


def page(taken: Taken, voice: Voice, *, samples: bool) -> str:
    """Return the page."""
    script, styles = _script(), _read(STYLES)
    values = {
        "network": network(taken),
        "probes": probes(taken),
        "tryout": tryout(taken, voice, samples=samples),
    }
    return (
        f'<!doctype html>\n<html lang="{voice.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(script, styles)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escaped(taken.name)} · TorchGarden</title>\n<style>{styles}</style>\n</head>\n<body>\n"
        f"{_body(taken, voice, samples)}\n{data_block(values, 'told')}\n<script>{script}</script>\n</body>\n</html>\n"
    )


def policy(script: str, styles: str) -> str:
    """Return what the page may do: run this script, use these styles, show pictures that lie in it."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(styles)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _read(name: str) -> str:
    try:
        return files.read_text(shipped("page", name), limit_bytes=FILE_BYTES).replace("\r\n", "\n")
    except (OSError, ValueError) as error:
        raise OutError("A part of TorchGarden is missing: {name}. Install it again.", name=name) from error


def _script() -> str:
    return '"use strict";\n' + "\n".join(_read(name).replace('"use strict";\n', "", 1) for name in SCRIPTS)


def _body(taken: Taken, voice: Voice, samples: bool) -> str:
    loss, score = taken.training.validate()
    net = drawing(taken, voice, samples=samples)
    cards = [
        told.card(escaped(voice.read(say("Try it"))), '<div class="try" id="try"></div>', kind="third"),
        told.card(
            escaped(voice.read(say("Network"))), element("div", net, class_="scroll"),
            element("p", escaped(voice.read(say(
                "Blue raises, orange lowers; the thicker, the stronger. Of wide layers some units are drawn."
            ))), class_="soft small"),
            kind="wide", note=escaped(voice.read(say("Validation loss {loss:.4g}", loss=loss))),
        ),
        *(_chart(chart, taken, voice) for chart in charts(taken)),
        told.card(escaped(voice.read(say("Edits"))), told.edits(taken, voice), kind="half"),
        told.card(escaped(voice.read(say("Data"))), told.data(taken, voice), kind="half"),
        told.card(
            escaped(voice.read(say("Layers"))), told.layers(taken, voice), kind="wide",
            note=told.settings(taken, voice),
        ),
        told.card(escaped(voice.read(say("About this page"))), _about(voice), kind="third"),
    ]  # fmt: skip
    return element("header", told.heading(taken, score, voice)) + element("main", *cards)


def _chart(chart: Chart, taken: Taken, voice: Voice) -> str:
    names = ((say("training"), "training", chart.training), (say("validation"), "validation", chart.validation))
    legend = "".join(
        element("span", element("b", escaped(f"{voice.read(name)} {_last(points, chart.percent)}")), class_=kind)
        for name, kind, points in names
    )
    drawing_ = drawn(chart, taken.training.marks, voice)
    head = element("div", element("h2", escaped(voice.read(chart.title))), element("div", legend, class_="legend"),
                   class_="head")  # fmt: skip
    return element("section", head, drawing_, class_="half")


def _last(points: tuple[tuple[float, float], ...], percent: bool) -> str:
    if not points:
        return "–"
    value = points[-1][1]
    return f"{100 * value:.1f}%" if percent else f"{value:.4g}".replace("-", "−")


def _about(voice: Voice) -> str:
    said = (
        say("This page is one file. It needs no internet and sends nothing; what you draw stays here."),
        say("Numbers of the curves are means over the steps since the point before; few points are drawn of many."),
        say("Made with TorchGarden {version}.", version=VERSION),
    )
    made = "".join(element("p", escaped(voice.read(one)), class_="small") for one in said)
    agrees = voice.read(
        say("On random inputs the page answers as the app did; the largest difference is {difference}.")
    )
    return made + element("p", class_="small soft", id="agrees", data_text=shown(agrees))
