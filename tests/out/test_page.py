"""The HTML page: what stands in it, whatever the run is called, and what it answers in a browser."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from core.data.drawn import scaled as scaling
from core.messages.own.oddities import Oddity, Way
from core.messages.own.prepared import PicturePreparation, PlainPreparation, TableColumn, TablePreparation
from core.messages.train_commands import DataSpec
from core.messages.train_reports import EditMark
from core.net.plan import ACTIVATIONS, Dense, InsertLayer, Net, RemoveLayer, Widen, mlp
from core.net.presets import preset
from core.out import forms
from core.out.page import embedded, written
from core.out.page.curves import rounds, thinned
from core.out.page.embedded import network, probes
from core.out.page.escaped import data_block, element, escaped, shown
from core.out.page.tiles import png
from core.out.page.written import page
from core.out.shipped import shipped
from core.out.spoken import Voice
from core.out.taken import OutError, Taken
from core.sentence import say
from resources.release.contents import is_read
from tests.out.chromium import BROWSER, Page, chromium
from tests.out.runs_to_take import PICTURES, PLAIN, TABLE, further, put, taken_of, trained
from tests.train import nets

MOST = 1e-4
NODE = shutil.which("node") or ""
needs_node = pytest.mark.skipif(not NODE, reason="node is not here: apt-get install nodejs")
HOSTILE = (
    "</script><script>window.hurt=1</script>", '"><img src=x onerror=window.hurt=1>', "<!--", "]]>", "&lt;b&gt;",
    "\u202ereversed\u2066", "\x00\x07nul", "\ud800half", "{length}", "javascript:alert(1)", "\u2028line\u2029",
    "x" * 9000,
)  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TORCHGARDEN_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Page]:
    with chromium(tmp_path / "chromium") as found:
        yield found


def needs_browser(test: Any) -> Any:
    """Mark a test that starts Chromium, which takes a second or two."""
    missing = pytest.mark.skipif(not BROWSER, reason="Chromium is not here: apt-get install chromium")
    return pytest.mark.slow(missing(test))


def digits(name: str = "mlp", *, edited: bool = True) -> Taken:
    training = trained(DataSpec("digits"), preset(name, (1, 8, 8), 10), steps=8)
    if edited:
        training.edit(Widen(1, 4))
        training.edit(InsertLayer(1, kind="residual"))
        training.edit(InsertLayer(1, activation="gelu"))
        further(training, 3)
    return taken_of(training)


def told_in(text: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/json" id="told">(.*?)</script>', text, re.DOTALL)
    values: dict[str, Any] = json.loads(found)
    return values


# -------------------------------------------------------------------------------------------------- what stands in it
class Seen(HTMLParser):
    """Every tag with its attributes, and the text between them outside of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.text += data


def test_its_policy_allows_its_own_script_and_styles_alone() -> None:
    text = page(digits(), Voice("en"), samples=True)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    (styles,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    for kind, content in (("script", script), ("style", styles)):
        found = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{found}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    seen = Seen(text)
    assert not seen.open
    assert [tag for tag, _ in seen.tags].count("script") == 2
    for _, attributes in seen.tags:
        assert not {name for name in attributes if name.startswith("on") or name == "style"}
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "data:").startswith("data:")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", re.sub(r'"weights":"[^"]*"', "", text))


def test_the_words_are_in_the_language_that_was_asked_for() -> None:
    taken = digits()
    for language, words in (
        ("en", ("Try it", "Accuracy", "Hidden 1 widened +4")),
        ("ko", ("해 보기", "정확도", "은닉층 1")),
    ):
        text = page(taken, Voice(language), samples=True)
        assert f'<html lang="{language}">' in text
        assert all(word in Seen(text).text for word in words)
        assert told_in(text)["tryout"]["words"]["clear"] == ("Clear" if language == "en" else "지우기")
    marks = [Voice("ko").read(mark.label) for mark in taken.training.marks]
    assert len(marks) == 3
    assert all(mark in Seen(text).text for mark in marks)


def hostile() -> Taken:
    """A run whose every name wants to be something else."""
    column = TablePreparation(
        tuple(TableColumn(name.replace("\ud800", ""), "category", categories=("", name[:60].replace("\ud800", "")))
              for name in HOSTILE[:4]), HOSTILE[0],
    )  # fmt: skip
    spec, about = put(column, classes=tuple("abcdefghijkl"), title="t")
    training = trained(spec, steps=2)
    odd = tuple(Oddity("x", 1, say("{name}", name=name), (), (Way("w", say("way")),), "w") for name in HOSTILE)
    about = replace(about, title=HOSTILE[0], source=HOSTILE[1], attribution=HOSTILE[0], told=odd)
    training.marks = tuple(EditMark(5, say("Layer {name}", name=name), 1, 0.5, math.nan) for name in HOSTILE)
    known = replace(training.dataset.known, classes=HOSTILE, attribution=HOSTILE[0])
    training.dataset = replace(training.dataset, known=known, spec=replace(spec, title=HOSTILE[1]))
    return replace(taken_of(training, about=about), folder=Path("/nowhere") / HOSTILE[1])


def test_names_stay_texts_whatever_they_are(home: Path) -> None:
    path = home / "쪽.html"
    forms.writer("html")(hostile(), path, data=True, language="ko")
    text = path.read_text("utf-8")
    seen = Seen(text)
    assert not seen.open
    tags = [tag for tag, _ in seen.tags]
    assert tags.count("script") == 2
    assert "img" not in tags
    assert '"><img src=x onerror=window.hurt=1>' in seen.text
    assert "</script><script>window.hurt=1</script>" in seen.text
    assert told_in(text)["tryout"]["classes"][0] == HOSTILE[0]
    assert "\u202e" not in text
    assert "\x00" not in text
    assert "x" * 3000 not in text


def test_a_value_in_a_block_of_data_ends_nothing() -> None:
    made = data_block({"a": "</script><!--", "b": "\u2028&"}, "told")
    assert made.count("<") == 2
    assert json.loads(made[made.index(">") + 1 : made.rindex("<")]) == {"a": "</script><!--", "b": "\u2028&"}
    with pytest.raises(ValueError, match="JSON"):
        data_block({"a": math.nan}, "told")
    assert escaped("<a b='\"&") == "&lt;a b=&#x27;&quot;&amp;"
    assert element("p", "x", class_="a", stroke_width=1.50, data_text='"') == (
        '<p class="a" stroke-width="1.5" data-text="&quot;">x</p>'
    )
    assert shown("가나\u2066다") == "가나\ufffd다"


def test_the_numbers_in_the_page_are_those_of_the_network() -> None:
    taken = digits(edited=False)
    told = told_in(page(taken, Voice("en"), samples=True))
    weights = np.frombuffer(base64.b64decode(told["network"]["weights"]), "<f4")
    assert weights.size == taken.training.model.flat.numel()
    first = told["network"]["layers"][0]
    wanted = taken.training.model.parameters["1.weight"].numpy().reshape(-1)
    assert np.array_equal(weights[first["weight"] : first["weight"] + wanted.size], wanted)
    inputs = np.frombuffer(base64.b64decode(told["probes"]["inputs"]), "<f4").reshape(-1, 64)
    outputs = np.frombuffer(base64.b64decode(told["probes"]["outputs"]), "<f4").reshape(-1, 10)
    given = taken.training.model_outputs(torch.from_numpy(inputs.copy()))
    assert np.allclose(outputs, given.numpy(), atol=1e-6)
    assert outputs.std() > 1e-3


def test_without_the_data_no_sample_goes_along(home: Path) -> None:
    for taken in (digits(), taken_of(trained(DataSpec("moons", samples=60)))):
        told = told_in(page(taken, Voice("en"), samples=False))["tryout"]
        assert not {"samples", "points", "held_out"} & told.keys()
        assert forms.writer("html")(taken, home / "x.html", data=False, language="en") == ()
    spec, about = put(TABLE)
    told = told_in(page(taken_of(trained(spec), about=about), Voice("en"), samples=False))["tryout"]
    (first, *_), tall = told["fields"], TABLE.columns[0]
    assert (first["low"], first["high"]) == (tall.mean - 3 * tall.scale, tall.mean + 3 * tall.scale)
    spec, about = put(PlainPreparation(1000.0, 2.0))
    told = told_in(page(taken_of(trained(spec), about=about), Voice("en"), samples=False))["tryout"]
    assert [field["fill"] for field in told["fields"]] == [1000.0] * 3, "a form begins in the midst of the data"
    text = page(digits(), Voice("en"), samples=False)
    assert "pixels ink" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL), "no mean picture"
    with_them = told_in(page(digits(), Voice("en"), samples=True))["tryout"]
    assert with_them["samples"]["count"] == 12


@pytest.mark.parametrize(
    ("kind", "source", "make"),
    [("known", "mnist", "mnist"), ("known", "fashion-mnist", "own"), ("known", "kmnist", "own"),
     ("pictures", "mnist", "own")],
)  # fmt: skip
def test_only_what_is_mnist_is_made_like_mnist(kind: Any, source: str, make: str, home: Path) -> None:
    spec, about = put(PicturePreparation(1, 28, 28), classes=("a", "b"))
    taken = taken_of(trained(spec), about=replace(about, kind=kind, source=source))
    assert told_in(page(taken, Voice("en"), samples=False))["tryout"]["make"] == make


def test_the_curves_and_edits_of_long_runs_stay_small() -> None:
    taken = digits()
    many = tuple(replace(taken.training.marks[0], step=step) for step in range(1, 2001))
    taken.training.marks = many
    text = page(replace(taken, history=taken.history * 2000), Voice("en"), samples=False)
    assert len(text) < 1_500_000
    assert len(thinned([(float(step), math.sin(step)) for step in range(100_000)])) < 700
    assert rounds(0, 1) == pytest.approx([0, 0.5, 1]) or len(rounds(0, 1)) <= 6
    empty = replace(taken, history=taken.history[:0])
    assert "The curves begin with the first step." in page(empty, Voice("en"), samples=False)


def test_numbers_that_are_none_do_not_break_the_page() -> None:
    taken = digits(edited=False)
    taken.training.model.flat[:5] = math.nan
    taken.training.model.flat[5] = math.inf
    seen = Seen(page(taken, Voice("en"), samples=True))
    assert not seen.open


def test_a_network_too_large_for_a_page_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "MOST_NUMBERS", 10)
    with pytest.raises(OutError, match="too large"):
        forms.writer("html")(digits(), home / "x.html", data=True, language="en")
    assert not (home / "x.html").exists()


def test_a_picture_of_weights_is_a_png() -> None:
    pixels = torch.arange(2 * 3 * 4, dtype=torch.uint8).view(2, 3, 4)
    content = base64.b64decode(png(pixels).partition(",")[2])
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (3, 2)
    length = struct.unpack(">I", content[33:37])[0]
    rows = zlib.decompress(content[41 : 41 + length])
    assert rows == b"".join(b"\0" + bytes(row.flatten().tolist()) for row in pixels)


# ------------------------------------------------------------------------------------------- its script, without a page
def ran(*names: str, then: str) -> Any:
    """Return what the page's scripts print, as JSON."""
    source = "\n".join(shipped("page", name).read_text("utf-8") for name in names)
    done = subprocess.run([NODE, "-"], input=f"{source}\n{then}", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def difference(taken: Taken) -> float:
    size = math.prod(taken.training.net.input)
    then = (
        f"const plan = {json.dumps(network(taken))}, probes = {json.dumps(probes(taken))};"
        f"console.log(JSON.stringify(differenceOf(networkOf(plan), probes, {size})));"
    )
    found = ran("network.js", then=then)
    assert isinstance(found, (int, float))
    return float(found)


@needs_node
@pytest.mark.parametrize("name", ["perceptron", "mlp", "lenet5", "vgg", "resnet"])
def test_the_script_answers_as_the_app_does(name: str) -> None:
    taken = digits(name, edited=name != "perceptron")
    assert difference(taken) <= MOST
    if name == "resnet":
        taken.training.edit(RemoveLayer(2, "fade"))
        further(taken.training, 2)
        assert difference(taken) <= MOST


@needs_node
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_script_knows_every_activation_also_on_its_way(activation: Any) -> None:
    net = mlp(2, (6, 5), 2, activation=activation)
    training = trained(DataSpec("circles", samples=60), Net((2,), (*net.layers[:1], *net.layers[1:]), 4), steps=4)
    training.edit(InsertLayer(1, activation=activation))
    training.edit(InsertLayer(2, kind="batch_norm"))
    further(training, 3)
    assert difference(taken_of(training)) <= MOST


@needs_node
@pytest.mark.parametrize("name", sorted(nets.NETS))
def test_the_script_knows_every_layer(name: str) -> None:
    training = trained(DataSpec("gaussians", samples=60), steps=1)
    training.model = nets.trained(nets.NETS[name](), seed=1)
    assert difference(taken_of(training)) <= MOST


@needs_node
def test_a_wrong_weight_is_noticed_by_the_page_itself() -> None:
    taken = digits(edited=False)
    plan, asked = network(taken), probes(taken)
    taken.training.model.flat[3] += 1
    then = (
        f"const plan = {json.dumps(network(taken))}, probes = {json.dumps(asked)};"
        "console.log(JSON.stringify(differenceOf(networkOf(plan), probes, 64)));"
    )
    assert ran("network.js", then=then) > MOST
    assert plan["weights"] != network(taken)["weights"]


@needs_node
def test_a_network_that_says_no_numbers_says_none_in_the_page() -> None:
    taken = digits(edited=False)
    taken.training.model.flat[:] = math.nan
    assert difference(taken) == 0
    plan, asked = network(taken), probes(digits(edited=False))
    then = f"console.log(differenceOf(networkOf({json.dumps(plan)}), {json.dumps(asked)}, 64) === Infinity);"
    assert ran("network.js", then=then) is True


@needs_node
def test_drawings_are_scaled_as_the_window_scales_them() -> None:
    generator = np.random.default_rng(3)
    drawings = []
    for place in range(12):
        ink = np.zeros((60, 50), np.float32)
        x, y = 25.0, 30.0
        for _ in range(40 + 20 * place):
            x, y = np.clip([x + generator.normal(0, 3), y + generator.normal(0, 4)], 3, [46, 56])
            ink[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3] = generator.uniform(0.3, 1)
        drawings.append(ink)
    drawings += [np.zeros((60, 50), np.float32), np.eye(60, 50, dtype=np.float32)]
    given = [[float(value) for value in ink.ravel()] for ink in drawings]
    found = ran("scaling.js", then=f"""
        const out = {json.dumps(given)}.map(data => {{
          const ink = {{height: 60, width: 50, data: Float32Array.from(data)}};
          return [asDigits(ink), asMnist(ink)].map(made => made && Array.from(made.data));
        }});
        console.log(JSON.stringify(out));""")  # fmt: skip
    for ink, (as_digits, as_mnist) in zip(drawings, found, strict=True):
        for ours, theirs in ((scaling.as_digits(ink), as_digits), (scaling.as_mnist(ink), as_mnist)):
            assert (ours is None) == (theirs is None)
            if ours is not None:
                assert np.abs(ours.ravel() - np.array(theirs)).max() <= 1.01 / 255
    assert sum(made[0] is not None for made in found) == 13


# --------------------------------------------------------------------------------------------------------- in a browser
def opened(browser: Page, taken: Taken, path: Path, *, language: str = "en", data: bool = True) -> None:
    forms.writer("html")(taken, path, data=data, language=language)
    browser.open(path)
    assert not browser.logged
    assert all(one.startswith(("data:", "file:")) for one in browser.requests)
    assert float(browser.ask("document.documentElement.dataset.difference")) <= MOST


def answered(browser: Page) -> torch.Tensor:
    browser.ask("new Promise(ready => requestAnimationFrame(() => requestAnimationFrame(ready)))")
    return torch.tensor(json.loads(browser.ask("document.documentElement.dataset.answer")))


@needs_browser
@pytest.mark.parametrize("name", ["mlp", "lenet5", "vgg", "resnet"])
def test_the_page_answers_as_the_app_to_every_sample(browser: Page, home: Path, name: str) -> None:
    taken = digits(name)
    opened(browser, taken, home / "쪽 지.html", language="ko")
    inputs = taken.training.dataset.validation_inputs[:3]
    wanted = taken.training.model_outputs(inputs)
    for place in range(3):
        assert float((answered(browser) - wanted[place]).abs().max()) <= MOST * max(1.0, float(wanted.abs().max()))
        browser.ask("document.querySelectorAll('.buttons button')[1].click()")
    shares = wanted[0].softmax(0)
    browser.ask("tried.lay(decoded(task.samples.inputs).slice(0, 64))")
    first = browser.ask("document.querySelector('.bar.first').textContent")
    assert first == f"{int(shares.argmax())}{100 * float(shares.max()):.1f}%"


@needs_browser
def test_what_is_drawn_on_the_pad_is_answered(browser: Page, home: Path) -> None:
    taken = digits()
    opened(browser, taken, home / "p.html", data=False)
    box = browser.ask("(({x, y, width}) => [x, y, width])(document.querySelector('.pad').getBoundingClientRect())")
    x, y, side = box
    browser.mouse("mousePressed", x + side * 0.5, y + side * 0.2)
    for share in (0.4, 0.6, 0.8):
        browser.mouse("mouseMoved", x + side * (0.5 - share / 10), y + side * share)
    browser.mouse("mouseReleased", x + side * 0.42, y + side * 0.8)
    ink = np.array(browser.ask("Array.from(tried.ink().data)"), np.float32).reshape(200, 200)
    assert ink.max() == 1
    picture = scaling.as_digits(ink)
    assert picture is not None
    wanted = taken.training.model_outputs(torch.from_numpy(picture[None, None]))[0]
    assert float((answered(browser) - wanted).abs().max()) <= MOST
    browser.ask("document.querySelector('.pad').dispatchEvent(new KeyboardEvent('keydown', {key: 'Delete'}))")
    assert browser.ask("document.querySelectorAll('.bar').length") == 0


@needs_browser
def test_a_picture_is_opened_and_prepared_as_the_data_was(browser: Page, home: Path) -> None:
    spec, about = put(PICTURES, classes=("고양이", "개"))
    taken = taken_of(trained(spec, steps=2), about=about)
    opened(browser, taken, home / "p.html")
    picture = np.zeros((48, 96, 3), np.uint8)
    picture[:, :48] = (250, 40, 10)
    picture[:, 48:] = (5, 90, 200)
    Image.fromarray(picture).save(home / "x.png")
    content = base64.b64encode((home / "x.png").read_bytes()).decode()
    browser.ask(
        f"(async () => {{ const bytes = Uint8Array.from(atob('{content}'), c => c.charCodeAt(0));"
        "await tried.open(new File([bytes], '사진.png', {type: 'image/png'})); })()"
    )
    wanted = torch.ones(3, 12, 12)  # a white ground above and below, then inverted: 0
    wanted[:, 3:9, :6] = torch.tensor([250, 40, 10]).view(3, 1, 1) / 255
    wanted[:, 3:9, 6:] = torch.tensor([5, 90, 200]).view(3, 1, 1) / 255
    outputs = taken.training.model_outputs(1 - wanted[None])[0]
    assert float((answered(browser) - outputs).abs().max()) <= 0.02
    assert browser.ask("document.querySelector('.said').textContent") == "사진.png"
    browser.ask("tried.open(new File(['no picture'], 'x.png'))")
    assert browser.ask("tried.said.textContent") == "The browser cannot read this as a picture."


@needs_browser
def test_points_of_the_plane_are_answered_where_one_points(browser: Page, home: Path) -> None:
    taken = taken_of(trained(DataSpec("moons", samples=80, inputs=("x1", "x2", "x1*x2", "sin x2")), steps=20))
    opened(browser, taken, home / "p.html", language="ko")
    x, y, side = browser.ask("(({x, y, width}) => [x, y, width])(tried.canvas.getBoundingClientRect())")
    browser.mouse("mousePressed", x + side * 0.75, y + side * 0.25)
    browser.mouse("mouseReleased", x + side * 0.75, y + side * 0.25)
    (one, other) = browser.ask("tried.point")
    assert (one, other) == pytest.approx((1.5, 1.5), abs=0.05)
    sample = torch.tensor([[one, other, one * other, math.sin(other)]], dtype=torch.float32)
    assert float((answered(browser) - taken.training.model_outputs(sample)[0]).abs().max()) <= MOST
    surface = browser.ask("Array.from(tried.surface.slice(0, 3))")
    points = torch.tensor([[(2 * (c + 0.5) / 96 - 1) * 3, (1 - 1 / 96) * 3] for c in range(3)])
    told = torch.stack([points[:, 0], points[:, 1], points.prod(1), points[:, 1].sin()], 1)
    shares = taken.training.model_outputs(told).softmax(1)[:, 1] * 2 - 1
    assert surface == pytest.approx(shares.tolist(), abs=MOST)


@needs_browser
def test_a_form_prepares_its_fields_as_the_table_was(browser: Page, home: Path) -> None:
    spec, about = put(TABLE)
    taken = taken_of(trained(spec, steps=3), about=about)
    opened(browser, taken, home / "p.html", data=False)
    browser.ask(
        "(() => { const [tall, heavy] = document.querySelectorAll('input[type=number]');"
        "tall.value = '189'; tall.oninput();"
        "heavy.value = ''; heavy.oninput(); const color = document.querySelector('select'); color.value = '1';"
        "color.onchange(); })()"
    )
    sample = torch.tensor([[2.0, (64 - 65) / 11, 0.0, 1.0, 0.0]])
    wanted = float(taken.training.model_outputs(sample)[0, 0])
    assert float(answered(browser)[0]) == pytest.approx(wanted, abs=MOST)
    shown_ = browser.ask("document.querySelector('.value').textContent").replace("−", "-")
    assert float(shown_) == pytest.approx(wanted * 12.25 + 31.5, rel=1e-3)
    assert browser.ask("document.querySelector('.bars bdi').textContent") == "나이"


@needs_browser
def test_a_field_tells_every_place_of_its_slider_apart(browser: Page, home: Path) -> None:
    """A date is a large number with a small spread: of four digits, a week would be one place."""
    days = TableColumn("날짜", "number", mean=19_783.0, scale=2.0, fill=19_783.0)
    spec, about = put(TablePreparation((days,), "매출"))
    taken = taken_of(trained(spec, steps=3), about=about)
    opened(browser, taken, home / "p.html", data=False)
    low, high, shown = browser.ask(
        "(() => { const slide = document.querySelector('input[type=range]');"
        "const typed = document.querySelector('input[type=number]'), found = [];"
        "for (let at = 0; at <= 20; at++) { slide.value = +slide.min + at * (slide.max - slide.min) / 20;"
        "slide.oninput(); found.push(+typed.value); } return [+slide.min, +slide.max, found]; })()"
    )
    step = (high - low) / 200
    assert shown == pytest.approx([low + at * (high - low) / 20 for at in range(21)], abs=step)


@needs_browser
def test_a_date_is_typed_and_shown_as_one(browser: Page, home: Path) -> None:
    days = TableColumn("날짜", "number", mean=19_783.0, scale=2.0, fill=19_783.0, dates=True)
    spec, about = put(TablePreparation((days,), "매출"))
    taken = taken_of(trained(spec, steps=3), about=about)
    opened(browser, taken, home / "p.html", data=False)
    typed = "document.querySelector('input[type=date]')"
    assert browser.ask(f"{typed}.value") == "2024-03-01"
    browser.ask(f"(() => {{ const typed = {typed}; typed.value = '2024-03-05'; typed.oninput(); }})()")
    wanted = taken.training.model_outputs(torch.tensor([[2.0]]))
    assert float((answered(browser) - wanted[0]).abs().max()) <= MOST
    browser.ask("(() => { const slide = document.querySelector('input[type=range]'); slide.value = 19779;"
                "slide.oninput(); })()")  # fmt: skip
    assert browser.ask(f"{typed}.value") == "2024-02-26"


@needs_browser
def test_a_row_that_was_held_out_goes_into_the_form_and_back(browser: Page, home: Path) -> None:
    spec, about = put(PLAIN, samples=50)
    taken = taken_of(trained(spec, steps=3), about=about)
    opened(browser, taken, home / "p.html")
    wanted = taken.training.model_outputs(taken.training.dataset.validation_inputs[:1])[0]
    assert float((answered(browser) - wanted).abs().max()) <= MOST


@needs_browser
def test_hostile_names_do_nothing_in_a_browser(browser: Page, home: Path) -> None:
    opened(browser, hostile(), home / "p.html")
    assert browser.ask("window.hurt === undefined")
    assert browser.ask("document.querySelectorAll('script').length") == 2
    assert browser.ask("document.querySelectorAll('img, iframe, object, form').length") == 0


@needs_browser
def test_the_policy_holds_back_what_would_go_out(browser: Page, home: Path) -> None:
    opened(browser, digits(), home / "p.html")
    assert browser.ask("fetch('https://example.org/').then(() => 'went', () => 'held')") == "held"
    browser.ask("(() => { const one = document.createElement('script'); one.textContent = 'window.hurt = 1';"
                "document.body.append(one); })()")  # fmt: skip
    assert browser.ask("window.hurt === undefined")


@needs_browser
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_page(browser: Page, home: Path, width: int) -> None:
    spec, about = put(TABLE, classes=("a" * 200, "나" * 200), title="표" * 120)
    opened(browser, taken_of(trained(spec, steps=1), about=about, name="이름" * 100), home / "p.html", language="ko")
    browser.look(dark=False, width=width, height=900)
    assert browser.ask("document.documentElement.scrollWidth") <= width
    assert html.escape("a" * 200) in (home / "p.html").read_text("utf-8")


def test_what_the_page_is_made_of_goes_into_the_package() -> None:
    for name in (*written.SCRIPTS, written.STYLES):
        assert shipped("page", name).is_file()
        assert is_read(f"page/{name}")
    tomllib = pytest.importorskip("tomllib", reason="Python 3.11 has it")
    kinds = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    assert {"*.js", "*.css"} <= set(kinds["tool"]["setuptools"]["package-data"]["*"])


def test_the_last_layer_of_a_plan_gives_what_the_page_shows() -> None:
    net = Net((2,), (Dense(1, 3), Dense(2, 1, "linear")), 3)
    plan = network(taken_of(trained(DataSpec("plane", samples=60), net)))
    assert [layer["op"] for layer in plan["layers"]] == ["dense", "dense"]
    assert plan["layers"][-1]["activation"] == "linear"
