"""The answers to commands that only look: at one Python, at what the app keeps, at whether there is a newer version."""

from __future__ import annotations

from typing import assert_never

from core.env.context import Context
from core.env.envs.interpreter import look_at_python
from core.env.fetch.releases import newest
from core.env.kept.look import kept
from core.folders import Folders
from core.messages.computer import Machine
from core.messages.install_commands import LookAtKept, LookAtPython, LookForNewer
from core.messages.install_events import EnvSeen, KeptSeen, NewestSeen


def looked(
    command: LookAtPython | LookForNewer | LookAtKept, context: Context, folders: Folders, machine: Machine
) -> EnvSeen | NewestSeen | KeptSeen:
    """Return the answer to a command that only looks; raise `Problem` with a sentence."""
    match command:
        case LookAtPython():
            return EnvSeen(look_at_python(command.path, machine))
        case LookForNewer():
            return newest(command.version, mirrors=context.origin.mirrors)
        case LookAtKept():
            return KeptSeen(kept(command, folders, machine))
        case _:
            assert_never(command)
