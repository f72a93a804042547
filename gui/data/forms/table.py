"""The sheet for a table: its first rows, what each column is for, what is predicted, how its text is read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.messages.own.table import ColumnChoice, SeenColumn, SeenTable, TableOptions
from gui.data.forms.columns import ColumnTable
from gui.data.forms.form import Chosen, Folded, Form, Pick
from gui.data.forms.oddities import Oddities, decided
from gui.kit.folding import Columns
from gui.kit.pieces import Button, Label, apply_theme, clear, column
from gui.kit.words import read, tr

CLASSES_TOLD = 8
"""How many classes are named."""


class TableForm(Form):
    """Gets what was seen of a table; `chosen` hears every choice."""

    def __init__(self, chosen: Chosen, fits: Any = lambda: None) -> None:
        super().__init__()
        self.chosen, self.fits = chosen, fits
        self.now = TableOptions()
        self.seen: SeenTable | None = None
        self.theme: Any = None
        self.told = Label(wrap=True)
        self.ask = Label(kind="accent", wrap=True, bold=True)
        self.encodings = QWidget()
        self.encodings.setLayout(column())
        self.target = Pick(tr("To be predicted"), [], partial(self._choose, "target"))
        self.task = Pick(
            tr("It is"), [("classify", tr("a class")), ("regress", tr("a number"))], partial(self._choose, "task")
        )
        self.rows = ColumnTable(self.show_column)
        self.of_column = Label(bold=True, wrap=True)
        self.why = Label(kind="soft", size="note_px", wrap=True)
        self.warning = Label(kind="problem", size="note_px", wrap=True)
        self.role = Pick(tr("Used as"), [
            ("input", tr("Input")), ("target", tr("To be predicted")), ("unused", tr("Not used")),
        ], self._set_role)  # fmt: skip
        self.kind = Pick(tr("Taken as"), [("number", tr("a number")), ("category", tr("a category"))], self._set_kind)
        self.oddities = Oddities(self._decide)
        self.held_out = Pick(tr("Held out for validation"), [(n, f"{n}%") for n in (10, 20, 30, 40, 50)],
                             partial(self._choose, "held_out"))  # fmt: skip
        self._make_reading()
        self._lay_out()

    def _make_reading(self) -> None:
        def reading(field: str) -> Any:
            return partial(self._read_as, field)

        self.encoding = Pick(tr("Encoding"), [
            ("utf-8", "UTF-8"), ("utf-8-sig", tr("UTF-8 with BOM")), ("cp949", tr("Korean (CP949)")),
            ("utf-16", "UTF-16"), ("cp1252", tr("Western European (CP1252)")),
        ], reading("encoding"))  # fmt: skip
        self.separator = Pick(tr("Between columns"), [
            (",", tr("Comma")), (";", tr("Semicolon")), ("\t", tr("Tab")), ("|", "|"),
        ], reading("separator"))  # fmt: skip
        self.decimal = Pick(tr("Decimal sign"), [(".", tr("Point")), (",", tr("Comma"))], reading("decimal"))
        self.header = Pick(tr("Rows with column names"), [(0, tr("None")), (1, "1"), (2, "2")], reading("header"))
        self.sheet = Pick(tr("Sheet of the workbook"), [], reading("sheet"))

    def _lay_out(self) -> None:
        self.asked = Columns((self.target, self.task), most=2, least=280, gap=8)
        about = Columns((self.role, self.kind), most=2, least=280, gap=8)
        self.more = Folded(
            tr("How the file is read"), self.encoding, self.separator, self.decimal, self.header, self.sheet,
            self.held_out, fits=self.fits,
        )  # fmt: skip
        self.column_part = QWidget()
        self.column_part.setLayout(column(self.of_column, self.why, self.warning, about, gap=4))
        self.setLayout(column(
            self.told, self.ask, self.encodings, self.asked, self.rows, self.column_part, self.oddities, self.more,
            gap=10,
        ))  # fmt: skip

    def set_theme(self, theme: Any) -> None:
        """Use `theme` for what comes later."""
        self.theme = theme

    # ------------------------------------------------------------------------------------------------ what is chosen
    def _choose(self, field: str, value: Any) -> None:
        if field == "target":
            # What was the target is guessed again, and so is whether it is a class or a number.
            columns = tuple(
                replace(one, role="target" if one.name == value else "input" if one.role == "target" else one.role)
                for one in self._columns()
            )
            self.now = replace(self.now, target=value, task="", columns=columns)
        else:
            self.now = replace(self.now, **{field: value})
        self.chosen(self.now, True)

    def _read_as(self, field: str, value: Any) -> None:
        """Read the text in another way: columns, target and what was decided are guessed again."""
        reading = replace(self.now.reading, **{field: value})
        self.now = TableOptions(reading=reading, held_out=self.now.held_out, seed=self.now.seed)
        self.chosen(self.now, True)

    def _columns(self) -> tuple[ColumnChoice, ...]:
        if self.now.columns:
            return self.now.columns
        return tuple(ColumnChoice(one.name, one.role, one.kind) for one in self._seen_columns())

    def _seen_columns(self) -> tuple[SeenColumn, ...]:
        return self.seen.columns if self.seen is not None else ()

    def _set_role(self, role: Any) -> None:
        column = self._column()
        if column is None:
            return
        if role == "target":
            self._choose("target", column.name)
            return
        target = "" if self.now.target == column.name else self.now.target
        self._change(column, target=target, role=role)

    def _set_kind(self, kind: Any) -> None:
        column = self._column()
        if column is not None:
            self._change(column, target=self.now.target, kind=kind)

    def _change(self, column: SeenColumn, *, target: str, **what: Any) -> None:
        columns = tuple(replace(one, **what) if one.name == column.name else one for one in self._columns())
        self.now = replace(self.now, target=target, columns=columns)
        self.chosen(self.now, True)

    def _decide(self, kind: str, way: str) -> None:
        self.now = replace(self.now, decisions=decided(self.now.decisions, kind, way))
        self.chosen(self.now, True)

    def _column(self) -> SeenColumn | None:
        columns = self._seen_columns()
        return columns[self.rows.at] if self.rows.at < len(columns) else None

    # ------------------------------------------------------------------------------------------------- what is shown
    def show_seen(self, seen: SeenTable) -> TableOptions:
        """Show what a table holds."""
        self.seen, self.now = seen, seen.chosen
        self.told.put(self._told(seen))
        self.ask.put(read(seen.ask) if seen.ask is not None else "")
        self.ask.setVisible(seen.ask is not None)
        self._show_encodings(seen)
        names: list[tuple[Any, str]] = [("", tr("Choose a column"))]
        self.target.picker.offer(names + [(one.name, one.name) for one in seen.columns])
        self.target.display(seen.chosen.target)
        task = seen.task or seen.chosen.task
        self.task.setVisible(bool(seen.chosen.target))
        self.task.picker.setCurrentIndex(self.task.picker.findData(task) if task else -1)
        self.rows.show_seen(seen)
        self.show_column(self.rows.at)
        self.oddities.show_oddities(seen.oddities)
        self._show_reading(seen)
        for part in (self.told, self.rows, self.oddities, self.asked):
            part.setVisible(bool(seen.columns))
        self.ready = seen.ask is None and seen.task is not None
        return self.now

    def _told(self, seen: SeenTable) -> str:
        inputs = sum(one.role == "input" for one in seen.columns)
        rows = tr("{rows:,} rows, {columns:,} columns, {inputs:,} of them inputs.", rows=seen.rows,
                  columns=len(seen.columns), inputs=inputs)  # fmt: skip
        if not seen.classes:
            return rows
        names = ", ".join(seen.classes[:CLASSES_TOLD]) + (" …" if len(seen.classes) > CLASSES_TOLD else "")
        return rows + " " + tr("{n:,} classes: {names}", n=len(seen.classes), names=names)

    def _show_encodings(self, seen: SeenTable) -> None:
        """Ask for the encoding, with the first rows as each would read them."""
        layout = self.encodings.layout()
        assert isinstance(layout, QVBoxLayout)
        clear(layout)
        self.encodings.setVisible(bool(seen.encodings))
        for encoding, rows in seen.encodings:
            name = {self.encoding.picker.itemData(at): self.encoding.picker.itemText(at)
                    for at in range(self.encoding.picker.count())}.get(encoding, encoding)  # fmt: skip
            button = Button(tr("Read it as {encoding}", encoding=name), partial(self._read_as, "encoding", encoding))
            lines = "\n".join(" │ ".join(cell[:24] for cell in cells[:6]) for cells in rows[:3])
            text = Label(lines, kind="soft", size="note_px", wrap=True)
            button.setAccessibleDescription(lines)
            part = QWidget()
            part.setLayout(column(button, text, gap=2))
            layout.addWidget(part)
        if self.theme is not None:
            apply_theme(self.encodings, self.theme)

    def _show_reading(self, seen: SeenTable) -> None:
        reading = seen.chosen.reading
        workbook = bool(seen.sheets)
        for part in (self.encoding, self.separator):
            part.setVisible(not workbook)
        self.sheet.setVisible(workbook)
        self.sheet.picker.offer([(one, one) for one in seen.sheets])
        for part, value in ((self.encoding, reading.encoding), (self.separator, reading.separator),
                            (self.decimal, reading.decimal), (self.sheet, reading.sheet)):  # fmt: skip
            if value:
                part.display(value)
        if reading.header >= 0:
            self.header.display(reading.header)
        self.held_out.display(seen.chosen.held_out)

    def show_column(self, place: int) -> None:
        """Show what one column is for and why."""
        columns = self._seen_columns()
        if place >= len(columns):
            self.column_part.hide()
            return
        self.column_part.show()
        one = columns[place]
        self.of_column.put(one.name)
        told = [read(one.why)]
        if one.missing:
            told.append(tr("{n:,} cells are empty.", n=one.missing))
        told.append(tr("{n:,} different values.", n=one.different))
        self.why.put(" ".join(told))
        self.warning.put(read(one.warning) if one.warning is not None else "")
        self.warning.setVisible(one.warning is not None)
        self.role.display(one.role)
        self.kind.display(one.kind)
        self.kind.setEnabled(one.role == "input")
