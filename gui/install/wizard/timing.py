"""The same training step on the CPU and on every device, as bars: measured here, to show what a GPU is for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy

from core.messages.install_reports import CheckReport
from gui.install.quantities import joined
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, font
from gui.kit.words import tr

BAR_PX = 14
ROW_PX = 44


def milliseconds(ms: float) -> str:
    """Return "0.42 ms", "18 ms" or "1.2 s"."""
    if ms >= 1000:
        return f"{ms / 1000:.1f} s"
    return f"{ms:.0f} ms" if ms >= 10 else f"{ms:.2f} ms"


def bars(report: CheckReport) -> list[tuple[str, str, float, bool]]:
    """Return (device, product, milliseconds per step, whether training uses it) of each device, the CPU last."""
    made = [
        (check.device, check.product, check.device_ms, check is report.used)
        for check in report.devices
        if check.device != "cpu" and check.ok
    ]
    cpu = next((check for check in report.devices if check.device == "cpu"), None)
    cpu_ms = cpu.cpu_ms if cpu is not None else next((check.cpu_ms for check in report.devices), 0.0)
    if cpu_ms > 0:
        made.append(("cpu", cpu.product if cpu else "", cpu_ms, not made))
    return made


def verdict(report: CheckReport) -> str:
    """Return in one sentence what the bars say."""
    found = [check for check in report.devices if check.device != "cpu" and check.ok and check.device_ms > 0]
    if not found:
        if any(check.device != "cpu" for check in report.devices):
            return tr("The graphics processor did not pass the check; the processor trains.")
        return tr("The processor trains. For small networks that is fast.")
    best = max(found, key=lambda check: check.cpu_ms / check.device_ms)
    times = best.cpu_ms / best.device_ms
    if times >= 1.15:
        return tr("One training step is {times} times as fast on {device}.",
                  times=f"{times:.0f}" if times >= 10 else f"{times:.1f}", device=best.device)  # fmt: skip
    return tr("At this size the processor is as fast; large networks gain more from {device}.", device=best.device)


class Timing(Painted):
    """A bar for each device: the time of one training step of the same work."""

    def __init__(self) -> None:
        super().__init__()
        self.report: CheckReport | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_report(self, report: CheckReport) -> None:
        """Draw what was measured."""
        self.report = report
        said = [joined(device, milliseconds(ms)) for device, _, ms, _ in bars(report)]
        self.setAccessibleName(tr("One training step: {times}", times=", ".join(said)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, ROW_PX * max(1, len(bars(self.report)) if self.report else 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        rows = bars(self.report) if self.report is not None else []
        slowest = max((ms for _, _, ms, _ in rows), default=1.0)
        for place, (device, product, ms, used) in enumerate(rows):
            self._bar(painter, theme, place * ROW_PX, (device, product, ms, used), ms / slowest)

    def _bar(self, painter: QPainter, theme: Theme, top: int, bar: tuple[str, str, float, bool], share: float) -> None:
        device, product, ms, used = bar
        painter.setFont(font(theme, theme.note_px, bold=used, tabular=True))
        painter.setPen(theme.text if used else theme.soft)
        line = QRectF(0, top, self.width(), 18)
        time = milliseconds(ms)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, time)
        space = self.width() - QFontMetrics(painter.font()).horizontalAdvance(time) - 12
        name = QFontMetrics(painter.font()).elidedText(joined(device, product), Qt.TextElideMode.ElideRight, int(space))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.control)
        painter.drawRoundedRect(QRectF(0, top + 21, self.width(), BAR_PX), 4, 4)
        painter.setBrush(theme.accent if used else theme.soft)
        painter.drawRoundedRect(QRectF(0, top + 21, max(4.0, self.width() * share), BAR_PX), 4, 4)
