"""A worker for the tests of the pipe: does one odd thing, named on its command line."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from core.messages.train_commands import Save
from core.messages.train_events import Rejected, Tick
from core.sentence import say
from core.workers import child
from core.workers.child import Pipe


def serve(pipe: Pipe) -> None:
    behaviour = sys.argv[1]
    if behaviour == "raise":
        raise RuntimeError("something odd")
    if behaviour == "exit":
        os._exit(7)
    if behaviour == "flood":
        for step in range(1, 20_001):
            pipe.send(Tick(step, 0.0, float(step), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    if behaviour == "stray":
        print("a stray print")
        subprocess.run(["echo", "from a child of the child"], check=True)
        sys.stdout.flush()
    if behaviour == "grandchild":
        program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        pipe.send(Rejected(say("{pid}", pid=program.pid)))
    if behaviour == "garbage":
        os.write(pipe._outgoing.fileno(), b"this is no message\n")
    if behaviour == "reads_stdin":
        pipe.send(Rejected(say("{words}", words=sys.stdin.read())))
    if behaviour == "long":
        pipe.send(Rejected(say("{name} is a name", name="x" * 10_000_000)))
    if behaviour == "tells":
        while True:
            time.sleep(0.1)
            pipe.send(Rejected(say("so far")))
    if behaviour == "busy":
        pipe.send(Rejected(say("busy")))
        while True:
            time.sleep(0.01)
    while True:
        came = pipe.receive(1.0)
        if came is not None:
            number, asked = came
            if isinstance(asked, Save):
                os.kill(os.getpid(), int(asked.run))
            pipe.send(Rejected(say("{name}", name=type(asked).__name__)), answers=number)


child.run(serve)
