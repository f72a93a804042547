"""Commands to read and copy; a long one is broken as its shell allows, so it is still one command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from core.env.plan.by_hand import ShellName
from gui.install.surfaces import Surface
from gui.kit.painting import safely
from gui.kit.pieces import Label, column
from gui.kit.theme import Theme, mono
from gui.kit.words import good_cut, tip_text

CONTINUES = {"bash": " \\", "powershell": " `"}
INDENT = "   "
LEAST_LETTERS = 8


def broken(command: str, shell: ShellName, fits: Callable[[str], bool]) -> list[str]:
    """Return the lines of one command; each line `fits`.

    An option stays with its value, and quoted text stays whole, where a line has space. Between words a line ends with
    the shell's continuation mark. Inside quotes it has none where the mark would be part of the text (all but bash's
    double quotes). A single word that is too long, such as a path, is cut behind a separator; with the mark where the
    shell then reads one word (bash, outside single quotes), else without.
    """
    lines, line, said = [], "", ""
    for word in _pieces(command, lambda text: fits(INDENT + text + CONTINUES[shell])):
        longer = f"{line} {word}" if line else word
        if not line or fits(longer + CONTINUES[shell]):
            line = longer
        else:
            quote = open_quote(said)
            text = quote == "'" or (quote and shell != "bash")
            lines.append(line if text else line + CONTINUES[shell])
            line = word if quote else INDENT + word
        said = f"{said} {word}"
    lines.append(line)
    made: list[str] = []
    before = ""
    for whole in lines:
        made += _cut(whole, before, shell, fits)
        before += whole.removesuffix(CONTINUES[shell]) + " "
    return made


def _pieces(command: str, fits: Callable[[str], bool]) -> list[str]:
    """Return the unbroken pieces in order: an option with its value, a quoted text, or less where that is too long."""
    words: list[str] = []
    for part in command.split(" "):
        if words and in_quotes(words[-1]):
            words[-1] += " " + part
        else:
            words.append(part)
    pieces: list[str] = []
    for before, word in zip(["", *words], words, strict=False):
        is_value = before.startswith("-") and not word.startswith("-")
        if is_value and fits(f"{before} {word}"):
            pieces[-1] += " " + word
        else:
            pieces += [word] if fits(word) else word.split(" ")
    return pieces


def in_quotes(text: str) -> bool:
    """Return whether `text` ends inside quotes."""
    return bool(open_quote(text))


def open_quote(text: str) -> str:
    """Return the quotation mark that `text` ends inside of, "" for none."""
    inside = ""
    for letter in text:
        if inside:
            inside = "" if letter == inside else inside
        elif letter in "\"'":
            inside = letter
    return inside


def _cut(line: str, before: str, shell: ShellName, fits: Callable[[str], bool]) -> list[str]:
    """Cut a line without spaces to cut at. `before`: the command as far as it stands on the lines above."""
    pieces = []
    while len(line) > LEAST_LETTERS and not fits(line):
        end = len(line) - 1
        while end > LEAST_LETTERS and not fits(line[:end] + "\\"):
            end -= 1
        end = good_cut(line, end)
        joins = shell == "bash" and open_quote(before + line[:end]) != "'"
        pieces.append(line[:end] + ("\\" if joins else ""))
        before, line = before + line[:end], line[end:]
    return [*pieces, line]


def line_height(text: str, font: QFont) -> float:
    """Return the height of one line; Korean letters come from another font and need more."""
    layout = QTextLayout(text or " ", font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    return line.height()


class Code(QLabel):
    """Command lines in the fixed-width font; a selection can be run in the shell."""

    def __init__(self, commands: Sequence[str] = (), *, shell: ShellName = "bash", px: int = 12) -> None:
        super().__init__()
        self.commands, self.shell, self.px = tuple(commands), shell, px
        self.known: dict[int, list[str]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_commands(self.commands, shell)

    def show_commands(self, commands: Sequence[str], shell: ShellName) -> None:
        """Show these commands."""
        self.commands, self.shell = tuple(commands), shell
        self.known.clear()
        self.setAccessibleName("\n".join(self.commands))
        self._reflow()
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        self.setFont(mono(theme, self.px))
        self.known.clear()
        self._reflow()

    def lines(self, width: int) -> list[str]:
        """Return the lines at `width` pixels; cached, because a layout asks often for the same few widths."""
        if width not in self.known:
            metrics = QFontMetrics(self.font())
            self.known[width] = [
                line
                for command in self.commands
                for line in broken(command, self.shell, lambda text: metrics.horizontalAdvance(text) <= width)
            ]
        return self.known[width]

    def _reflow(self) -> None:
        lines = self.lines(max(80, self.width()))
        text = "\n".join(lines)
        if text != self.text():
            self.setText(text)
            self.setToolTip(tip_text("\n".join(self.commands)) if len(lines) > len(self.commands) else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reflow()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(sum(line_height(line, self.font()) for line in self.lines(max(80, width)) or [""])) + 2

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, QFontMetrics(self.font()).lineSpacing())


class CodeLine(Label):
    """Commands in at most two small lines, shortened where space is short; the tooltip has the whole text."""

    MOST = 2
    may_break = False

    def __init__(self) -> None:
        super().__init__(kind="soft", size="small_px")
        self.commands: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_commands(self, commands: Sequence[str]) -> None:
        """Show these commands."""
        self.commands = tuple(commands)
        self.put("\n".join(commands))
        self.setAccessibleName(self.text())
        self.setToolTip(tip_text(self.text()))

    def set_theme(self, theme: Theme) -> None:
        self.setFont(mono(theme, theme.small_px))

    def sizeHint(self) -> QSize:
        return QSize(200, self.MOST * self.fontMetrics().lineSpacing() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def lines(self) -> list[str]:
        """Return the lines as shown: one for each of two commands, or one command in two lines."""
        metrics, width = self.fontMetrics(), self.width()
        found = list(self.commands)
        if len(found) == 1:  # only to be read, so without continuation marks
            words = found[0].split(" ")
            most = max((n for n in range(1, len(words) + 1) if metrics.horizontalAdvance(" ".join(words[:n])) <= width),
                       default=1)  # fmt: skip
            found = [" ".join(part) for part in (words[:most], words[most:]) if part]
            if metrics.horizontalAdvance(found[0]) > width:  # one long word: it goes on behind a separator
                end = max((n for n in range(1, len(found[0])) if metrics.horizontalAdvance(found[0][:n]) <= width),
                          default=1)  # fmt: skip
                end = good_cut(found[0], end)
                found = [found[0][:end], " ".join((found[0][end:], *words[most:]))]
        elif len(found) > self.MOST:
            found = [*found[: self.MOST - 1], found[self.MOST - 1] + " …"]
        return [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, width) for line in found]

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), int(where), "\n".join(self.lines()))
        painter.end()


class CodeCard(Surface):
    """Commands on a control's ground; the running stage has an accent at its edge."""

    def __init__(
        self, commands: Sequence[str] = (), *, shell: ShellName = "bash", beside: QWidget | None = None
    ) -> None:
        super().__init__(ground="control", line="", radius=8)
        self.code = Code(commands, shell=shell)
        inside = column(self.code, gap=0)
        if beside is not None:
            inside.addWidget(beside)
        inside.setContentsMargins(16, 11, 12, 11)
        self.setLayout(inside)

    def show_running(self, running: bool) -> None:
        """Mark the card as the running stage, or not."""
        edge = "accent" if running else ""
        if edge != self.edge:
            self.edge = edge
            self.update()
