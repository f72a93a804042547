"""Make the Korean fonts that lie here from Noto Sans CJK, which Debian's package fonts-noto-cjk brings:

    python resources/fonts/make.py /usr/share/fonts/opentype/noto     (needs fonttools)

Regular and bold hold the 2,350 syllables of KS X 1001, ASCII, and every other letter of the app's own words that the
font has; a third file holds the 8,822 syllables that only names are written with. They are for systems that have no
Korean font at all. Same input, same output.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

from fontTools import subset  # type: ignore[import-not-found]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-not-found]

HERE = Path(__file__).resolve().parent
FAMILY, MORE = "TorchGarden Korean", "TorchGarden Korean More"
FACE = "Noto Sans CJK KR"
SYLLABLES = range(0xAC00, 0xD7A4)
ALSO = "·…–—−“”‘’«»←↑→↓↔↕⌘⌥⇧✓✗×÷±≤≥≠≈°²³µαβγδεηθλσφ∂∑∇√∞▲▼●○■□①②③④⑤₀₁₂ⁿ　、。「」『』〈〉《》"


def ks_x_1001() -> str:
    """Return the 2,350 syllables of KS X 1001."""
    rows = (bytes((lead, trail)) for lead in range(0xB0, 0xC9) for trail in range(0xA1, 0xFF))
    return b"".join(rows).decode("euc_kr")


def own_words() -> str:
    """Return every letter of the app's words, in both languages."""
    found: set[str] = set()
    for path in (HERE.parent / "i18n").glob("*.ts"):
        for message in ElementTree.parse(path).getroot().iter("message"):
            found |= set("".join((message.findtext("source") or "", message.findtext("translation") or "")))
    return "".join(sorted(found))


def named(font: TTFont, family: str, style: str) -> None:
    """Give the subset a name of its own, so that it is never taken for the whole font; keep copyright and licence."""
    names = font["name"]
    names.names = [one for one in names.names if one.nameID in (0, 13, 14)]
    file_name = f"{family.replace(' ', '')}-{style}"
    for number, text in ((1, family), (2, style), (3, file_name), (4, f"{family} {style}"), (6, file_name)):
        names.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [file_name]
    top[0].FullName, top[0].FamilyName = f"{family} {style}", family


def write(folder: Path, *, family: str, style: str, letters: set[str], into: str) -> None:
    """Write one font."""
    faces = TTCollection(folder / f"NotoSansCJK-{style}.ttc").fonts
    font = next(face for face in faces if face["name"].getDebugName(1).startswith(FACE))
    options = subset.Options(
        layout_features=["kern"], hinting=False, desubroutinize=False, notdef_outline=True, name_IDs=["*"],
        drop_tables=["+", "vhea", "vmtx", "VORG", "BASE", "GSUB", "DSIG"],
    )  # fmt: skip
    maker = subset.Subsetter(options)
    maker.populate(unicodes=sorted(ord(letter) for letter in letters))
    maker.subset(font)
    named(font, family, style)
    font.recalcTimestamp = False
    font.save(HERE / into)


def main(folder: Path) -> None:
    """Write the fonts."""
    ascii_letters = {chr(code) for code in range(0x20, 0x7F)}
    letters = set(ks_x_1001()) | set(own_words()) | set(ALSO) | ascii_letters
    write(folder, family=FAMILY, style="Regular", letters=letters, into="korean-regular.otf")
    write(folder, family=FAMILY, style="Bold", letters=letters, into="korean-bold.otf")
    more = {chr(code) for code in SYLLABLES} - letters
    write(folder, family=MORE, style="Regular", letters=more, into="korean-more.otf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
