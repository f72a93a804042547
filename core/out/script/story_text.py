"""The story of a run as the lines that train it again: steps, and between them what was done, each with its comment."""

from __future__ import annotations

from dataclasses import dataclass, field

from torch import Tensor

from core.inside.written.step import STATE_NAMES, options_of
from core.messages.train_commands import Settings
from core.net.plan import Shape
from core.out.script.changes import Change, at_rest
from core.out.script.comments import comment_of
from core.out.script.layers import Item, items_of, walk
from core.out.script.story import Changed, Edited, Joined, Moved, Story
from core.out.script.text.data import point_lines, points_line
from core.out.script.text.template import Writer, call, commented
from core.train.steps.optimizers import SLOTS

SETTINGS = {
    "learning_rate": ("the learning rate", "학습률"),
    "batch_size": ("the batch size", "배치 크기"),
    "momentum": ("the momentum", "모멘텀"),
    "weight_decay": ("the weight decay", "가중치 감쇠"),
    "l1": ("L1", "L1"),
    "clip": ("the gradient's largest norm", "기울기 클리핑"),
    "schedule": ("the schedule", "학습률 일정"),
    "schedule_steps": ("the length of the schedule", "학습률 일정의 길이"),
    "ramp_steps": ("the ramp of what is new", "새것의 학습률이 커지는 스텝 수"),
}
"""What a setting is called, in both languages."""


@dataclass
class Told:
    """The lines of a story: of each piece its heading, its lines; the tensors they read; what they use."""

    pieces: list[tuple[str, list[str]]] = field(default_factory=list)
    tensors: dict[str, Tensor] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)


def told(story: Story, writer: Writer, *, sample: Shape, classify: bool, told_inputs: bool) -> Told:
    """Return the lines of a story. `sample`: the shape of one sample; `told_inputs`: a network is told something else
    of a point than its place."""
    teller = _Teller(story, writer, sample, classify, told_inputs)
    for moment in story.moments:
        match moment:
            case Edited():
                teller.edited(moment)
            case Joined():
                teller.joined(moment)
            case Changed():
                teller.changed(moment)
            case Moved():
                teller.moved(moment)
    teller.until(story.steps)
    return teller.made


class _Teller:
    def __init__(self, story: Story, writer: Writer, sample: Shape, classify: bool, told_inputs: bool) -> None:
        self.writer, self.sample, self.classify, self.told_inputs = writer, sample, classify, told_inputs
        self.made = Told()
        self.settings = self.used = story.first_settings
        self.step, self.climb, self.young, self.number = 0, 0, False, 0
        self._note(items_of(story.first_net, {}, sample=sample))
        self._note_settings(story.first_settings)
        if at_rest(items_of(story.first_net, {}, sample=sample), story.first_net):
            self.made.uses |= {"rests"}

    def _note(self, items: tuple[Item, ...]) -> None:
        uses = self.made.uses
        for item in walk(items):
            uses |= {"block"} if item.role == "block" else set()
            uses |= {"blend"} if item.blend else set()
            uses |= {"dropout"} if item.text.startswith("nn.Dropout") else set()

    def _note_settings(self, settings: Settings) -> None:
        uses = self.made.uses
        uses |= {name for name in ("l1", "clip") if getattr(settings, name)}
        if settings.schedule != "constant":
            uses |= {"scheduled", settings.schedule}
        adam = "square" in SLOTS[settings.optimizer]
        uses |= {settings.optimizer, "adam" if adam else "other"}

    def _add(self, step: int, told: str, lines: list[str]) -> None:
        """Add a piece: what was done right after `step`."""
        self.until(step)
        heading = self.writer.either(f"Step {step:,}: {told}", f"{step:,}스텝: {told}")
        self.made.pieces.append((heading, lines))

    def until(self, step: int) -> None:
        """Train up to a step, with the optimizer that is chosen by now."""
        if step <= self.step:
            return
        if self.used.optimizer != self.settings.optimizer:
            self._use()
        self.step = step
        self.made.pieces.append(("", [f"training.until({step})"]))

    def _use(self) -> None:
        old, new = SLOTS[self.used.optimizer], SLOTS[self.settings.optimizer]
        keep = [STATE_NAMES[slot] for slot in new if slot in old]
        keep += ["step"] if keep and "square" in new else []
        self.used = self.settings
        self.made.uses.add("switch")
        given = [optimizer_text(self.settings, "training.net", "training.learning_rate")]
        given += [f"keep={tuple(keep)!r}".replace("'", '"')] if keep else []
        heading = self.writer.either(
            "Another optimizer from here on" + (", with the memory of the one before" if keep else ""),
            "여기부터 다른 옵티마이저" + ("(기억은 이어받습니다)" if keep else ""),
        )
        self.made.pieces.append((heading, [call("training.use", *given)]))

    # ------------------------------------------------------------------------------------------------- what was done
    def edited(self, moment: Edited) -> None:
        before = items_of(moment.before.net, moment.before.fades, sample=self.sample)
        after = items_of(moment.after.net, moment.after.fades, sample=self.sample)
        self._note(after)
        self.number += 1
        change = Change(moment, self.number, before, after, self.climb, self.young)
        self.climb, self.young = change.climb, change.young
        self.made.tensors |= change.tensors
        self.made.uses |= change.uses
        heading, lines = comment_of(moment, self.writer)
        self._add(moment.step, heading, [*(part for line in lines for part in commented(line)), *change.lines])

    def joined(self, moment: Joined) -> None:
        self.young = False
        self.made.uses |= {"joined", "grown"}
        told = self.writer.either("what was new is no longer so", "새것이 더는 새것이 아닙니다")
        self._add(moment.step, told, ["training.grown_up()"])

    def changed(self, moment: Changed) -> None:
        self.until(moment.step)
        self.settings, value = moment.settings, getattr(moment.settings, moment.setting)
        self._note_settings(self.settings)
        english, korean = SETTINGS.get(moment.setting, (moment.setting, moment.setting))
        told = self.writer.either(f"{english} is {value} from here on", f"{korean}: {value}")
        match moment.setting:
            case "weight_decay" | "momentum":
                self._add(moment.step, told, self._option(moment.setting))
            case "learning_rate" | "batch_size" | "l1" | "clip" | "schedule" | "schedule_steps" | "ramp_steps":
                self.made.uses |= {moment.setting} & {"l1", "clip"}
                self.made.uses |= {"scheduled"} if moment.setting.startswith("schedule") else set()
                self._add(moment.step, told, [f"training.{moment.setting} = {value!r}"])

    def _option(self, setting: str) -> list[str]:
        """Return what changes an option of torch's optimizer."""
        settings = self.settings
        if setting == "momentum" and settings.optimizer not in ("momentum", "nesterov"):
            return []
        group = 'training.optimizer.param_groups[0]["{}"] = {!r}'
        lines = [group.format(setting, getattr(settings, setting))]
        if setting == "momentum" and settings.optimizer == "nesterov":
            lines.append(group.format("nesterov", True))
        return lines

    def moved(self, moment: Moved) -> None:
        self.made.uses.add("points")
        told = self.writer.either("the points are others", "점이 바뀌었습니다")
        lines = [*point_lines(moment.edit, classify=self.classify), points_line(self.told_inputs)]
        self._add(moment.step, told, [*lines, "training.points_changed()"])


def optimizer_text(settings: Settings, net: str, rate: str) -> str:
    """Return the text that makes torch's optimizer of these settings."""
    name, options = options_of(settings)
    if settings.momentum == 0.0:
        options.pop("nesterov", None)  # torch wants a momentum for it; without one the two are the same
    told = "".join(f", {key}={value!r}" for key, value in options.items())
    return f"torch.optim.{name}({net}.parameters(), lr={rate}{told})"
