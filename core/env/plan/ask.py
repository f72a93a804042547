"""Make a plan by asking channels and indexes, and keep a log of it: of one that could not be made it tells why.

The log is a file of its own for each plan, in the folder of logs; the newest `KEPT` stay. A plan whose asking was cut
off leaves what was asked until then.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from core.env.context import Context, sources_of
from core.env.engines import conda
from core.env.engines.cache import is_here
from core.env.look.network import network_settings, shown_proxies
from core.env.look.path_rules import masked
from core.env.plan import plan as planning
from core.env.plan import speed_test
from core.env.plan.resolve import Told, resolver_of, waits_of
from core.files import added_to
from core.messages.computer import Machine
from core.messages.recipe import CondaPackage, Plan, Recipe
from core.sentence import Problem, Sentence, say

KEPT = 12
NAME = "plan-{stamp}-{key}.txt"


class PlanLog:
    """The log of one plan. `path` is "" where nothing can be written: planning goes on without it."""

    def __init__(self, logs: Path) -> None:
        stamp = f"{datetime.datetime.now():%Y%m%d-%H%M%S-%f}"
        path = logs / NAME.format(stamp=stamp, key=uuid.uuid4().hex[:6])
        self.path = str(path)
        try:
            logs.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError:
            self.path = ""
        for old in sorted(logs.glob(NAME.format(stamp="*", key="*")))[:-KEPT]:
            with contextlib.suppress(OSError):
                old.unlink()

    def add(self, text: str) -> None:
        """Add one line or more, without the passwords in addresses."""
        if not self.path:
            return
        stamp = datetime.datetime.now().strftime("%H:%M:%S")
        with contextlib.suppress(OSError), added_to(Path(self.path)) as file:
            file.write(f"{stamp} {masked(text)}\n".encode("utf-8", "backslashreplace"))

    def refuse(self, problem: Problem, advice: Sequence[Sentence]) -> None:
        """Add why there is no plan, what helps, and what the program underneath said."""
        self.add(f"no plan: {problem}")
        for sentence in advice:
            self.add(str(sentence))
        if detail := getattr(problem, "detail", ""):
            self.add(str(detail))


def make_plan(recipe: Recipe, machine: Machine, context: Context, *, told: Told, log: PlanLog) -> Plan:
    """Return the plan. Each of its steps can take a while on a slow network, so each is told of. Raises `Problem`."""

    def tell(sentence: Sentence) -> None:
        log.add(str(sentence))
        told(sentence)

    def solve(specs: Sequence[str], *, channels: Sequence[str], platform: str) -> Sequence[CondaPackage]:
        tell(say("Asking {hosts} for {names}.", hosts=", ".join(channels), names=", ".join(specs)))
        return conda.solve(
            specs, channels=channels, platform=platform, cache=context.cache, mirrors=context.origin.mirrors,
            waits=waits_of(context, tell),
        )  # fmt: skip

    def measure(url: str) -> float:
        tell(say("Measuring how fast files come in."))
        return speed_test.measure(url, mirrors=context.origin.mirrors)

    _begin(log.add, recipe, machine, context)
    made = planning.plan(
        recipe, machine, solve=solve, resolve=resolver_of(context, tell), speed_test=measure,
        have=functools.partial(is_here, cache=context.cache),
    )  # fmt: skip
    log.add(f"planned: {len(made.packages)} conda packages, {len(made.wheels)} wheels, {made.download_bytes} bytes")
    return made


def _begin(add: Callable[[str], None], recipe: Recipe, machine: Machine, context: Context) -> None:
    """Write what is asked for, and with what."""
    choice = recipe.choice
    add(f"{recipe.name}: {recipe.source}, torch {choice.torch}, build {choice.build}, Python {recipe.python}")
    add(f"{machine.system} {machine.system_version}, {machine.platform}, glibc {machine.glibc or '-'}")
    for gpu in machine.gpus:
        add(f"{gpu.vendor} {gpu.name}, driver {gpu.driver or '-'}, {gpu.capability}")
    add(f"sources: {', '.join(sources_of(context.origin, platform=machine.platform))}")
    proxies = shown_proxies(network_settings())
    add(f"proxies: {', '.join(f'{scheme} {address}' for scheme, address in proxies) or 'none'}")
