"""What the two charts hear beside Ticks and edits, and what they ask for: only while a chart shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.disk_reason import reason
from core.messages.beside.layer_curves import LayersMeasured, LayersWatched, SpreadMeasured, WatchLayers
from core.messages.train_commands import DataSpec
from core.messages.train_events import Loaded, NetChanged, Ready, Tick, Told
from core.net.plan import INPUT, LayerKey, Net, is_weighted, numbered
from core.runs import RunError, list_runs
from core.sentence import Sentence
from gui.kit.dialog import Dialog
from gui.kit.layer_words import titles
from gui.kit.words import read, tr
from gui.train.charts.series import Series
from gui.train.curves.chart import Chosen
from gui.train.curves.compare import CompareDialog
from gui.train.curves.export import Format, image, save
from gui.train.curves.heat import Spread
from gui.train.curves.menu import more_menu, shown_menu
from gui.train.points.history import History
from gui.train.points.quantity import Kind
from gui.train.points.saved_runs import read_curves
from gui.train.points.shared import Shared
from gui.train.side.listener import Listener

Send = Callable[[Any], int]


class Curves(Listener):
    """Belongs to the page's two charts. `selected` gives the selected layer, `runs` the folder of saved runs, `tell`
    shows a sentence."""

    def __init__(
        self, charts: tuple[Chosen, Chosen], *, send: Send, selected: Callable[[], LayerKey],
        runs: Callable[[], Path | None], tell: Callable[[str], Any],
    ) -> None:  # fmt: skip
        self.charts, self.send, self.selected, self.runs, self.tell = charts, send, selected, runs, tell
        self.history, self.spread, self.shared = History(), Spread(), Shared()
        self.net: Net | None = None
        self.open_run = ""
        self._ready = self._may_ask = False
        self._asked: WatchLayers | None = None
        self._telling = False
        """Whether the trainer may still tell what was asked of it."""
        self._of: tuple[str, int, DataSpec] | None = None
        """Whose layers were told of: which run, seed and data."""
        self._layers: tuple[dict[tuple[Kind, LayerKey], Series], float] | None = None
        self._number = 0
        self.dialog: Dialog | None = None
        self.side_by_side: Callable[[], Any] = lambda: None
        self.pick_path: Callable[[QWidget, str, str, str], str] = _pick_path
        for chart in charts:
            chart.share(self.history, self.spread, self.shared)
            chart.menu_for = shown_menu
            chart.more_for = lambda chart: more_menu(
                chart, compare=self.compare, beside=lambda: self.side_by_side(), save=self.save, copy=self.copy
            )  # fmt: skip

    def go_on_from(self, before: Curves) -> None:
        """Show what another page's charts showed, whose place this one takes."""
        theirs, ours = before.shared, self.shared
        ours.count, ours.smoothing, ours.runs = theirs.count, theirs.smoothing, theirs.runs
        ours.hidden_layers = theirs.hidden_layers
        self._of, self.history.layers, self.history.newest_layer = (
            before._of, before.history.layers, before.history.newest_layer,
        )  # fmt: skip
        for old, new in zip(before.charts, self.charts, strict=True):
            if old.logarithmic:
                new.toggle_log()
            new.choose(old.kind)

    # --------------------------------------------------------------------------------------------- what it is told
    def show_ready(self, ready: Ready) -> None:
        self._ready, self._asked, self._telling = True, None, False

    def show_loaded(self, loaded: Loaded) -> None:
        # Told again of the same training, it is on another device or in another language: what its layers did stays.
        of = (loaded.run, loaded.seed, loaded.data.spec)
        self._layers = (self.history.layers, self.history.newest_layer) if of == self._of else None
        self._of = of
        self.history.show_loaded(loaded)
        self.spread.clear()
        self.net, self.open_run, self._asked = None, loaded.run, None

    def show_now(self, now: NetChanged) -> None:
        self.history.take_in(now)
        if self._layers is not None:
            self.history.layers, self.history.newest_layer = self._layers
            self.history.rewind_layers(now.state.step)
            self._layers = None
        if now.keep_to_step >= 0:
            self.spread.rewind(now.keep_to_step)
        if now.net != self.net:
            self.net = now.net
            names = titles(now.net)
            weighted = {layer.key: names[layer.key] for layer in numbered(now.net) if is_weighted(layer)}
            for chart in self.charts:
                chart.layer_names = weighted
        self._refresh()

    def show_tick(self, tick: Tick) -> None:
        self.history.add(tick)

    def hear(self, event: Told, answers: int | None) -> bool:
        match event:
            case LayersMeasured():
                self.history.hear(event)
            case SpreadMeasured():
                self.spread.hear(event)
            case LayersWatched():
                pass
            case _:
                return False
        self._refresh()
        return True

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        if answers is None or answers != self._number:
            return False
        self._number = 0  # the layer went meanwhile; the next frame asks for the one that is selected then
        return True

    def show_asking(self, possible: bool) -> None:
        self._may_ask, self._asked = possible, None

    def _refresh(self) -> None:
        for chart in self.charts:
            chart.refresh()

    # ------------------------------------------------------------------------------------------- what it asks for
    def draw(self) -> None:
        wanted = self.wanted()
        if wanted.spread != INPUT and wanted.spread != self.spread.key:
            self.spread.clear(wanted.spread)
            self._refresh()
        if not (self._ready and self._may_ask and self.net is not None):
            return
        if wanted != self._asked and (self._telling or wanted != WatchLayers()):
            self._asked, self._telling = wanted, wanted != WatchLayers()
            self._number = self.send(wanted)

    def wanted(self) -> WatchLayers:
        """Return what the charts that are seen now need to be told."""
        by = {chart.quantity.by for chart in self.charts if chart.isVisible()}
        here = self.selected()
        there = here in self.charts[0].layer_names
        return WatchLayers(layers="layer" in by, spread=here if "spread" in by and there else INPUT)

    # --------------------------------------------------------------------------------------- compared runs, files
    def compare(self) -> Dialog | None:
        """Open the choice of runs to compare."""
        folder, chart = self.runs(), self.charts[0]
        here = Path(self.open_run) if self.open_run else None
        found = [run for run in list_runs(folder) if run.folder != here] if folder is not None else []
        chosen = [run.folder for run in self.shared.runs]
        self.dialog = CompareDialog(chart.window(), chart._theme, runs=found, chosen=chosen, done=self.compare_with)
        self.dialog.show_now()
        return self.dialog

    def compare_with(self, folders: Sequence[Path]) -> None:
        """Let these runs and no others stand in the charts; what of them cannot be read is said."""
        for run in list(self.shared.runs):
            if run.folder not in folders:
                self.shared.remove(run.folder)
        for folder in folders:
            if folder in [run.folder for run in self.shared.runs]:
                continue
            try:
                self.shared.compare(read_curves(folder))
            except RunError as error:
                self.tell(" ".join(map(read, (error.sentence, *error.advice))))

    def save(self, chart: Chosen, of: Format) -> None:
        """Ask where, and save what a chart shows there."""
        kind = {"png": tr("Picture (PNG)"), "svg": tr("Drawing (SVG)"), "csv": tr("Table (CSV)")}[of]
        name = chart.title().replace("/", "-").replace(" · ", " ")
        path = self.pick_path(chart.window(), tr("Save the chart"), f"{name}.{of}", f"{kind} (*.{of})")
        if not path:
            return
        target = Path(path) if Path(path).suffix else Path(f"{path}.{of}")
        try:
            save(chart, target, of)
        except OSError as error:
            said = tr("The chart cannot be saved as {name}.", name=target.name)
            self.tell(said + " " + read(reason(error)))

    def copy(self, chart: Chosen) -> None:
        """Copy what a chart shows, as a picture."""
        QGuiApplication.clipboard().setImage(image(chart))


def _pick_path(parent: QWidget, title: str, name: str, kinds: str) -> str:
    return QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), kinds)[0]
