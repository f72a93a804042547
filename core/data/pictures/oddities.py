"""What can be odd about pictures: each kind with its sentence, the ways to deal with it, the usual one first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.data.library import LibraryError
from core.messages.own.oddities import Oddity, Way
from core.sentence import Sentence, say, with_values

EXAMPLES = 5
LEAVE_OUT = "leave-out"
NOT_USED = {("same", "once"), ("near", "once")}
"""Ways besides "leave-out" in which what is counted is not used."""
LEFT_OUT = Way(LEAVE_OUT, say("leave out"))


@dataclass(frozen=True)
class Kind:
    """A kind of oddity, and what can be done with it."""

    name: str
    sentence: Sentence
    ways: tuple[Way, ...] = (LEFT_OUT,)


def _either(name: str, first: Way, sentence: Sentence) -> Kind:
    return Kind(name, sentence, (first, LEFT_OUT))


def _rather_not(name: str, sentence: Sentence) -> Kind:
    return Kind(name, sentence, (LEFT_OUT, Way("use", say("use anyway"))))


KINDS = (
    _either("rotated", Way("turn", say("turn upright")), say("Turned, by the camera's note (EXIF): {count}")),
    _either("deep", Way("scale", say("scale to 8 bits")), say("16 bits a colour instead of 8: {count}")),
    _either("cmyk", Way("convert", say("convert to red, green and blue")), say("Colours for printing (CMYK): {count}")),
    Kind(
        "transparent", say("Partly transparent: {count}"),
        (Way("white", say("lay on white")), Way("black", say("lay on black")), LEFT_OUT),
    ),
    _either("animated", Way("first", say("take the first frame")), say("More than one frame or page: {count}")),
    _either("suffix", Way("use", say("go by the content")), say("Another format than the name says: {count}")),
    Kind("truncated", say("Damaged, they end too early: {count}"), (LEFT_OUT, Way("use", say("use what is there")))),
    _rather_not("tiny", say("Hardly a pixel large: {count}")),
    _rather_not("thin", say("More than 20 times as long as wide: {count}")),
    Kind("empty", say("Empty files: {count}")),
    Kind("broken", say("Called pictures, but none can be read in them: {count}")),
    Kind("huge", say("Too large to be read safely: {count}")),
    Kind("slow", say("Took too long to read: {count}")),
    Kind("crash", say("Broke the reader: {count}")),
    Kind("unreadable", say("Could not be opened: {count}")),
    Kind("locked", say("Locked with a password: {count}")),
    Kind("heic", say("HEIC, which the package pillow-heif reads; it is not installed: {count}")),
    Kind("avif", say("AVIF, which a newer Pillow reads: {count}")),
    Kind(
        "colours", say("Grey ones among coloured ones, or the other way round: {count}"),
        (Way("grey", say("make all grey")), Way("colour", say("make all coloured"))),
    ),
    Kind(
        "sizes", say("Of another size than most: {count}"),
        (
            Way("pad", say("keep all of it, with a border")), Way("crop", say("cut the longer side")),
            Way("stretch", say("stretch")),
        ),
    ),
    Kind(
        "same", say("Exactly the same as another one of the class: {count}"),
        (Way("once", say("use each once")), Way("all", say("use all, for training only"))),
    ),
    Kind(
        "near", say("Nearly the same as another one: {count}"),
        (Way("together", say("keep together, for training only")), Way("once", say("use one of each"))),
    ),
    _either("two-classes", Way("train", say("use for training only")), say("The same picture in two classes: {count}")),
    Kind(
        "test", say("In a folder for a test: {count}"),
        (Way("held-out", say("hold out with the validation set")), LEFT_OUT),
    ),
    Kind("only-held-out", say("Of classes that are not in the training folder: {count}")),
    Kind(
        "resplit", say("Held out in their folder, but trained on, too: {count}"),
        (Way("split", say("split all pictures by chance")),),
    ),
    _either("single", Way("train", say("use it for training only")), say("Classes with one picture: {count}")),
    Kind("fewer", say("More than the smallest class has: {count}")),
    Kind(
        "nested", say("In folders inside a class's folder: {count}"),
        (Way("top", say("count them to the outer folder's class")), Way("each", say("make each folder a class"))),
    ),
    Kind(
        "case", say("Classes that differ in capital letters only: {count}"),
        (Way("together", say("take them as one")), Way("apart", say("keep them apart"))),
    ),
    Kind("nfd", say("Names in a Mac's spelling (NFD): {count}"), (Way("compose", say("spell as everywhere else")),)),
    Kind("bad-name", say("Names that are not UTF-8: {count}"), (Way("read", say("read as well as possible")),)),
    Kind("empty-class", say("Folders without a picture that can be used: {count}")),
    Kind("loose", say("Beside the folders of classes, in none of them: {count}")),
    Kind("hidden", say("Hidden, or a system's own: {count}")),
    Kind("other", say("Other files, no pictures: {count}")),
    Kind("link", say("Links to elsewhere, which are not followed: {count}")),
    Kind("outside", say("Names that lead out of the archive: {count}")),
    Kind("buried", say("More than 32 folders deep: {count}")),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}
FILES = say("{files:,} files: {used:,} used, {turned:,} turned, {left_out:,} left out")


def ways(decisions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the way that is taken with every kind; raise `LibraryError` for a decision that there is not."""
    taken = {kind.name: kind.ways[0].name for kind in KINDS}
    for name, way in decisions:
        if name not in BY_NAME or way not in [one.name for one in BY_NAME[name].ways]:
            raise LibraryError("There is no way “{way}” to deal with “{kind}”.", way=way, kind=name)
        taken[name] = way
    return taken


def told(odd: Mapping[str, list[str]], taken: Mapping[str, str]) -> tuple[Oddity, ...]:
    """Return an oddity for each kind that was found, given its names, in the order of `KINDS`."""
    return tuple(
        Oddity(
            kind.name, len(odd[kind.name]), with_values(kind.sentence, count=len(odd[kind.name])),
            tuple(sorted(odd[kind.name])[:EXAMPLES]), kind.ways, taken[kind.name],
            taken[kind.name] != LEAVE_OUT and (kind.name, taken[kind.name]) not in NOT_USED,
        )
        for kind in KINDS
        if odd.get(kind.name)
    )  # fmt: skip


def summary(*, files: int, used: int, turned: int) -> Oddity:
    """Return what is told first of prepared data: how many files there were, and what became of them."""
    sentence = with_values(FILES, files=files, used=used, turned=turned, left_out=files - used)
    return Oddity("files", files, sentence, (), (Way("use", say("used")),), "use")
