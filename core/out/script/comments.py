"""What a script says of each edit: one heading, and a line or two of why it is done so."""

from __future__ import annotations

from core.net.modules import module_names
from core.net.plan import (
    CopyLayer,
    Freeze,
    InsertLayer,
    Narrow,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    find_layer,
    width_of,
)
from core.out.script.story import Edited
from core.out.script.text.template import Writer


def comment_of(moment: Edited, writer: Writer) -> tuple[str, list[str]]:
    """Return (the heading, lines of comment) of an edit. All in it are our own words, names and numbers."""
    either, edit = writer.either, moment.done
    if edit is None:
        return (
            either("the network becomes what was asked for earlier", "앞서 요청한 대로 신경망이 바뀝니다"),
            [either("A layer has faded to a straight line, or a smaller copy has learned enough to take over.",
                    "층이 직선이 되었거나, 더 작은 복사본이 충분히 배워 자리를 이어받습니다.")],
        )  # fmt: skip
    key = edit.after if isinstance(edit, InsertLayer) else edit.layer
    name = module_names(moment.before.net).get(key, either("the input", "입력"))
    was, now = (width_of(layer) if (layer := find_layer(model.net, key)) is not None else 0
                for model in (moment.before, moment.after))  # fmt: skip
    match edit:
        case Widen():
            return _widened(edit, name, f"{was} -> {now}", writer)
        case Narrow() | RemoveUnit() | Prune():
            return _narrowed(edit, name, f"{was} -> {now}", writer)
        case InsertLayer() | CopyLayer():
            return _inserted(edit, name, writer)
        case RemoveLayer():
            return _removed(edit, name, writer)
        case SetActivation():
            told = either(f"{name} gets another activation, {edit.activation}",
                          f"{name}의 활성화 함수를 바꿉니다: {edit.activation}")  # fmt: skip
            return told, []
        case Freeze():
            return _frozen(edit, name, writer)
        case ResetUnit() | SetWeight() | SetBias():
            return _by_hand(edit, name, writer)
    return either(f"{name} stays as it is after all", f"{name} 층을 그대로 둡니다"), []


READY = (
    "A smaller copy is trained beside the network; it will take over later.",
    "더 작은 복사본이 곁에서 훈련하다가 나중에 자리를 이어받습니다.",
)
REFITTED = (
    "What reads them is fitted again by least squares, so that little is lost.",
    "그 값을 받던 층은 최소제곱법으로 다시 맞추어, 잃는 것이 거의 없습니다.",
)


def _narrowed(edit: Narrow | RemoveUnit | Prune, name: str, widths: str, writer: Writer) -> tuple[str, list[str]]:
    either = writer.either
    if isinstance(edit, Narrow) and edit.way == "ready":
        return either(f"{name} is to get smaller, when ready", f"{name} 층을 준비되면 줄입니다"), [either(*READY)]
    told = either(f"units of {name} go ({widths})", f"{name}의 유닛을 줄입니다({widths})")
    return told, [either(*REFITTED)]


def _by_hand(edit: ResetUnit | SetWeight | SetBias, name: str, writer: Writer) -> tuple[str, list[str]]:
    either = writer.either
    if isinstance(edit, ResetUnit):
        told = either(f"unit {edit.unit} of {name} starts again", f"{name}의 유닛 {edit.unit}번을 초기화합니다")
        why = either("What it reads is random, what it sends on is zero.",
                     "들어오는 가중치는 무작위, 나가는 가중치는 0입니다.")  # fmt: skip
        return told, [why]
    what = either("a weight", "가중치 하나") if isinstance(edit, SetWeight) else either("a bias", "편향 하나")
    return either(f"{what} of {name} is set to {edit.value!r}", f"{name}의 {what} 값: {edit.value!r}"), []


def _widened(edit: Widen, name: str, widths: str, writer: Writer) -> tuple[str, list[str]]:
    either = writer.either
    told = either(f"{name} gets more units ({widths})", f"{name}의 유닛을 늘립니다({widths})")
    if edit.way in ("split", "share"):
        why = either(
            "The strongest units are copied with what they read. Of each weight v that leads on, the copy gets v/2 + d "
            "and the old unit keeps v/2 - d: the network answers as before, and the two learn apart.",
            "가장 강한 유닛을 들어오는 가중치와 함께 복사합니다. 나가는 가중치 v 가운데 복사본이 v/2 + d를 "
            "받고 옛 유닛은 v/2 - d를 남깁니다. 신경망의 예측은 그대로이고, 둘은 서로 다르게 배웁니다.",
        )
    else:
        why = either(
            "New units listen, but do not speak yet: what they read is chosen, what they send on is zero. So the "
            "network answers as before.",
            "새 유닛은 듣기만 하고 아직 말하지 않습니다. 들어오는 가중치는 정해 주고, 나가는 가중치는 0입니다. "
            "그래서 신경망의 예측은 그대로입니다.",
        )
    return told, [why]


def _inserted(edit: InsertLayer | CopyLayer, name: str, writer: Writer) -> tuple[str, list[str]]:
    either = writer.either
    if isinstance(edit, CopyLayer):
        told = either(f"a copy of {name}, as a residual block", f"{name}의 복사본을 잔차 블록으로 넣습니다")
        why = either("Its last layer gives zero at first, so the network answers as before.",
                     "마지막 층이 처음에는 0을 내므로, 신경망의 예측은 그대로입니다.")  # fmt: skip
        return told, [why]
    kinds = {
        "batch_norm": either(f"batch norm in {name}", f"{name}에 배치 정규화를 넣습니다"),
        "dropout": either(f"dropout behind {name}", f"{name} 뒤에 드롭아웃을 넣습니다"),
        "pool": either(f"pooling behind {name}", f"{name} 뒤에 풀링을 넣습니다"),
        "residual": either(f"a residual block behind {name}", f"{name} 뒤에 잔차 블록을 넣습니다"),
    }
    told = kinds.get(edit.kind, either(f"a layer is inserted behind {name}", f"{name} 뒤에 층을 넣습니다"))
    if edit.kind in kinds:
        return told, []
    why = either(
        "It hands on what it gets, so the network answers as before; its activation unfolds step by step.",
        "받은 것을 그대로 넘기므로 신경망의 예측은 그대로이고, 활성화 함수는 한 스텝씩 서서히 살아납니다.",
    )
    return told, [why]


def _removed(edit: RemoveLayer, name: str, writer: Writer) -> tuple[str, list[str]]:
    either = writer.either
    if edit.way == "fade":
        why = either("Its activation becomes a straight line first; then it is folded into the next layer.",
                     "먼저 활성화 함수가 서서히 직선이 되고, 그다음 다음 층에 합칩니다.")  # fmt: skip
        return either(f"{name} fades out", f"{name} 층을 서서히 제거합니다"), [why]
    if edit.way == "ready":
        return either(f"{name} is to go, when ready", f"{name} 층을 준비되면 제거합니다"), [either(*READY)]
    if edit.way == "batch_norm":
        return either(f"the batch norm of {name} is folded into its weights",
                      f"{name}의 배치 정규화를 가중치에 합칩니다"), []  # fmt: skip
    why = either("What follows is fitted again by least squares, so that little is lost.",
                 "뒤에 오는 층은 최소제곱법으로 다시 맞추어, 잃는 것이 거의 없습니다.")  # fmt: skip
    return either(f"{name} is removed", f"{name} 층을 제거합니다"), [why]


def _frozen(edit: Freeze, name: str, writer: Writer) -> tuple[str, list[str]]:
    either, unit = writer.either, edit.unit
    what = either(name, f"{name} 층") if unit < 0 else either(f"unit {unit} of {name}", f"{name}의 {unit}번 유닛")
    if edit.frozen:
        return either(f"{what} is frozen", f"{what}을 고정합니다"), []
    return either(f"{what} learns again", f"{what}의 고정을 풉니다"), []
