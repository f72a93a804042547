"""A pretended install worker in memory, and machines, plans and environments to show; for tests of the install pages.

It answers every command at once, except an install, whose events wait until the test lets them go (`go_on`), so that a
test can stop in any stage. `at(stage)` makes that stage fail; `killed` is what the window's "stop" does.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from core.env.choose.builds import choose_build
from core.env.open.notebook import write_in_first
from core.env.plan.plan import plan
from core.env.problems import AGAIN, NETWORK, SEE_LOG
from core.messages.computer import Conda, Finding, Gpu, Machine, Volume
from core.messages.install_commands import (
    AddKernel,
    Check,
    Clone,
    Continue,
    CreateFromLock,
    Discard,
    Export,
    FindUnfinished,
    Install,
    ListEnvs,
    Look,
    LookAtKept,
    LookAtNetwork,
    LookAtPython,
    LookForNewer,
    MakePlan,
    Measure,
    OpenEditor,
    OpenTerminal,
    PreviewRemove,
    Remove,
    Repair,
    StartJupyter,
    WriteNotebook,
)
from core.messages.install_events import (
    Checked,
    Discarded,
    EnvSeen,
    EnvsSeen,
    Exported,
    Installed,
    InstallerReady,
    JupyterStarted,
    KeptSeen,
    KernelAdded,
    LogLine,
    MachineSeen,
    Measured,
    NetworkSeen,
    NewestSeen,
    NotebookWritten,
    Opened,
    Planned,
    Progress,
    Removed,
    RemovePreviewed,
    StageChanged,
    Stopped,
    UnfinishedInstall,
    UnfinishedSeen,
)
from core.messages.install_reports import CheckReport, DeviceCheck, Env, Kept
from core.messages.recipe import CondaPackage, Plan, Recipe, StageName, Wheel
from core.messages.train_events import Failed, Rejected
from core.sentence import Problem, Sentence, say
from gui.install.desktop import Desktop
from gui.install.setting import PageSetting
from gui.kit.theme import Theme
from gui.kit.words import Language

GB = 10**9


def nvidia(
    name: str = "NVIDIA GeForce RTX 4060", *, driver: str = "581.29", capability: tuple[int, int] = (8, 9)
) -> Gpu:
    return Gpu("nvidia", name, 8 * GB, driver, capability)


def machine(*gpus: Gpu, system: str = "linux", findings: tuple[Finding, ...] = (), free_gb: int = 212) -> Machine:
    """A computer with these graphics processors; a student's laptop otherwise."""
    windows = system == "windows"
    folder = r"C:\Users\minsu\miniforge3\envs" if windows else "/home/minsu/miniforge3/envs"
    root = folder[: -len("/envs")]
    cache = r"C:\Users\minsu\AppData\Local\TorchGarden\cache" if windows else "/home/minsu/.cache/torchgarden"
    told = (
        Finding("system", "good", say("{system} {version} ({platform}).", system="Windows" if windows else "Linux",
                                      version="11" if windows else "6.8",
                                      platform="win-64" if windows else "linux-64")),
        Finding("memory", "good", say("This computer has {total} of memory.", total="32 GB")),
        Finding("conda", "good", say("New environments go into {folder}.", folder=folder)),
    )  # fmt: skip
    return Machine(
        system="windows" if windows else "linux", system_version="11" if windows else "6.8",
        platform="win-64" if windows else "linux-64", cpu="AMD Ryzen 7 7840HS", cores=16, memory_bytes=32 * GB,
        glibc="" if windows else "2.39", gpus=tuple(gpus),
        condas=(Conda("conda", root + "/bin/conda", root, "25.9.1", (folder,), (root,)),),
        envs_folder=folder, cache_folder=cache, temp_folder="/tmp",
        volumes=(Volume(folder, ("environment", "cache", "temp"), free_gb * GB, 512 * GB),),
        home="/home/minsu", findings=told + findings,
    )  # fmt: skip


def solve(specs: Any, *, channels: Any, platform: str) -> list[CondaPackage]:
    """Fourteen packages, 31 MB."""
    python = next(spec.partition("=")[2] for spec in specs if spec.startswith("python="))
    names = ("bzip2", "ca-certificates", "ld_impl", "libexpat", "libffi", "libgcc", "libsqlite", "libuuid", "libzlib",
             "ncurses", "openssl", "pip", "tzdata")  # fmt: skip
    sizes = [CondaPackage("python", f"{python}.11", "h1_0", f"https://conda/{'python'}", "a" * 64, 17_000_000)]
    return sizes + [CondaPackage(name, "1.2.3", "h2_1", f"https://conda/{name}", "b" * 64, 1_080_000) for name in names]


def resolve(requirements: Any, *, python_version: str, platform: str, index_url: str) -> list[Wheel]:
    """The torch family with its libraries, and Jupyter's many when that is asked for."""
    cuda = "/cu" in index_url
    torch = [("torch", "2.14.1", 539_000_000 if cuda else 183_000_000), ("torchvision", "0.29.1", 7_400_000),
             ("numpy", "2.3.5", 16_600_000), ("sympy", "1.14.0", 6_300_000)]  # fmt: skip
    if cuda:
        torch += [(f"nvidia-{name}-cu13", "13.0.1", size * 1_000_000) for name, size in (
            ("cudnn", 519), ("cublas", 405), ("cusolver", 228), ("cufft", 218), ("nccl", 216), ("cusparselt", 170),
            ("cusparse", 151), ("nvshmem", 135))]  # fmt: skip
        torch.append(("triton", "3.5.0", 186_000_000))
    wheels = [Wheel(name, version, f"https://w/{name}", "c" * 64, size, f"{name}.whl") for name, version, size in torch]
    if any("notebook" in requirement for requirement in requirements):
        wheels += [
            Wheel(f"jupyter-part-{n}", "1.0", f"https://w/j{n}", "d" * 64, 755_000, f"j{n}.whl") for n in range(98)
        ]
    return wheels


def planned(recipe: Recipe, at: Machine) -> Plan:
    """The plan that the engine itself makes of it, with pretended solutions."""
    free = at.volumes[0].free_bytes
    return plan(recipe, at, solve=solve, resolve=resolve, space=lambda folder: ("C:", free, 512 * GB))


def report(
    device: str = "cuda", *, product: str = "NVIDIA GeForce RTX 4060", torch: str = "2.14.1+cu130"
) -> CheckReport:
    """A check that went well."""
    cpu = DeviceCheck("cpu", "AMD Ryzen 7 7840HS", 32 * GB, True, 18.4, 18.4, 0.0)
    found = (cpu,) if device == "cpu" else (cpu, DeviceCheck(f"{device}:0", product, 8 * GB, True, 18.4, 1.3, 2e-6))
    name = "cpu" if device == "cpu" else f"{device}:0"
    return CheckReport("", True, "3.12.11", torch, "0.29.1", "", "13.0" if device == "cuda" else "", ("sm_89",), name,
                       f"사용 중인 디바이스: {device}", found, (), 6.2)  # fmt: skip


def env(name: str = "torch_book", **changes: Any) -> Env:
    """An environment as a list shows it."""
    prefix = f"/home/minsu/miniforge3/envs/{name}"
    made = Env(name, prefix, "ours", "3.12.11", f"{prefix}/bin/python", "2.14.1+cu130", "cu130", name, -1, True,
               created="2026-11-20T10:12:00")  # fmt: skip
    return replace(made, **changes)


ENVS = (
    env(),
    env("torch_old", kind="conda", python="3.9.18", torch="2.0.1+cpu", build="cpu", kernel="", trains=False,
        why_not=say("Its Python {python} is older than 3.10, which the trainer needs.", python="3.9.18")),
    env("data", kind="conda", python="3.11.9", torch="", build="", kernel="data", trains=False,
        why_not=say("It has no PyTorch.")),
    env("lesson", prefix="/home/minsu/lesson/.venv", kind="venv", torch="2.14.1+cpu", build="cpu", kernel=""),
    env("base", prefix="/home/minsu/miniforge3", kind="conda", torch="", build="", kernel="", is_root=True,
        trains=False, why_not=say("It has no PyTorch.")),
)  # fmt: skip


@dataclass
class Pretend:
    """`send` and `events` as a worker has them. `fail` names the stage at which the next install stops."""

    machine: Machine
    envs: tuple[Env, ...] = ENVS
    unfinished: tuple[UnfinishedInstall, ...] = ()
    fail: StageName | None = None
    why: Sentence = field(
        default_factory=lambda: say(
            "The connection to {host} broke off while {name} was coming.", host="download.pytorch.org", name="torch"
        )
    )
    advice: tuple[Sentence, ...] = (AGAIN, NETWORK, SEE_LOG)
    plan_problem: Sentence | None = None
    plan_advice: tuple[Sentence, ...] = ()
    plan_log: str = ""
    network: tuple[Finding, ...] = (Finding("network", "good", say("{hosts}: they answer now.", hosts="conda-forge")),)
    jupyter_problem: Sentence | None = None
    python_problem: Sentence | None = None
    newer_problem: Sentence | None = None
    measure_problem: Sentence | None = None
    kept: tuple[Kept, ...] = ()
    newest: NewestSeen = NewestSeen("0.2.0", True, "https://torchgarden.example/releases")  # noqa: RUF009 (it is frozen)
    silent: tuple[type, ...] = ()
    sent: list[Any] = field(default_factory=list)
    waiting: deque[tuple[Any, int | None]] = field(default_factory=deque)
    script: deque[tuple[Any, int | None]] = field(default_factory=deque)
    plans: dict[str, Plan] = field(default_factory=dict)
    numbers: int = 0
    kills: int = 0
    report: CheckReport = field(default_factory=report)

    def send(self, command: Any) -> int:
        if not self.numbers:
            self.waiting.append((InstallerReady(1), None))
        self.numbers += 1
        self.sent.append(command)
        if type(command) not in self.silent:
            self.answer(command, self.numbers)
        return self.numbers

    def events(self, limit: int = 100) -> list[tuple[Any, int | None]]:
        return [self.waiting.popleft() for _ in range(min(limit, len(self.waiting)))]

    def kill(self) -> None:
        """What the window does for "stop": nothing asked is answered, numbers begin again, the disk stays as it is."""
        self.kills += 1
        self.numbers = 0
        self.waiting.clear()
        self.script.clear()

    def sent_kinds(self) -> list[str]:
        return [type(command).__name__ for command in self.sent]

    def go_on(self, until: StageName | None = None, *, share: float = 1.0) -> None:
        """Let an install's events go: all, or those up to `share` of the stage `until`."""
        while self.script:
            event, _ = self.script[0]
            stage = getattr(event, "stage", None)
            if until is not None and stage == until:
                if isinstance(event, Progress) and event.bytes_done > share * event.bytes_total:
                    return
                if isinstance(event, StageChanged) and event.state != "running":
                    return
            self.waiting.append(self.script.popleft())
            if isinstance(event, StageChanged) and event.state == "done":
                self._reached(event.stage)

    # ----------------------------------------------------------------------------------------------------- answers
    def answer(self, command: Any, number: int) -> None:
        try:
            event = self.hear(command, number)
        except Problem as problem:
            event = Rejected(problem.sentence)
        if event is not None:
            self.waiting.append((event, number))

    def hear(self, command: Any, number: int) -> Any:
        match command:
            case Look():
                return MachineSeen(self.machine)
            case ListEnvs():
                return EnvsSeen(self.envs)
            case FindUnfinished():
                return UnfinishedSeen(self.unfinished)
            case MakePlan(recipe):
                if self.plan_problem:
                    return Rejected(self.plan_problem, self.plan_advice, self.plan_log)
                return Planned(planned(recipe, self.machine))
            case Install(plan):
                self.plans[plan.prefix] = plan
                self.unfinished = (
                    *self.unfinished,
                    UnfinishedInstall(
                        f"{plan.prefix}.part",
                        plan.recipe.name,
                        plan.prefix,
                        "environment",
                        0,
                        plan.download_bytes,
                        "2026-11-23T21:00:00",
                    ),
                )
                self._script(plan, number, first="environment")
            case Continue(folder):
                found = next(one for one in self.unfinished if one.folder == folder)
                plan = self.plans.get(found.prefix)
                self._script(plan or self._some_plan(found.name), number, first=found.stage)
            case Discard(folder):
                self.unfinished = tuple(one for one in self.unfinished if one.folder != folder)
                return Discarded(folder)
            case Repair(prefix) | Clone(prefix, _):
                name = getattr(command, "name", "") or self._env(prefix).name
                self._script(self._some_plan(name), number, first="environment")
            case CreateFromLock(_, name):
                self._script(self._some_plan(name), number, first="environment")
            case _:
                return self.hear_env(command)
        return None

    def hear_env(self, command: Any) -> Any:
        match command:
            case LookAtNetwork():
                return NetworkSeen(self.network)
            case LookAtKept():
                return KeptSeen(self.kept)
            case LookForNewer():
                if self.newer_problem is not None:
                    return Rejected(self.newer_problem)
                return self.newest
            case LookAtPython(path):
                if self.python_problem is not None:
                    return Rejected(self.python_problem)
                return EnvSeen(replace(self.envs[0], executable=path))
            case Measure() if self.measure_problem is not None:
                return Rejected(self.measure_problem)
            case Measure(prefix):
                return Measured(prefix, 7_104_000_000 if "book" in prefix else 1_480_000_000, 31_000, True)
            case Check(prefix):
                return Checked(replace(self.report, prefix=prefix))
            case PreviewRemove(prefix):
                found = self._env(prefix)
                return RemovePreviewed(found, (found.kernel,) if found.kernel else (), 7_104_000_000, True)
            case Remove(prefix):
                self.envs = tuple(one for one in self.envs if one.prefix != prefix)
                return Removed(prefix, ("torch_book",))
            case Export(prefix, format, path):
                return Exported(prefix, format, path)
            case AddKernel(prefix):
                return KernelAdded(
                    prefix, "torch_book", "Python (torch_book)", "/home/minsu/.local/share/jupyter/kernels"
                )
            case StartJupyter(prefix, _, notebook):
                if self.jupyter_problem is not None:
                    return Rejected(self.jupyter_problem)
                return JupyterStarted(prefix, f"http://127.0.0.1:8888/notebooks/{notebook}?token=abc", 8888, 4242)
            case WriteNotebook():
                return self._written(command)
            case OpenTerminal(prefix):
                return Opened(prefix, "gnome-terminal")
            case OpenEditor(prefix, _):
                return Opened(prefix, "VS Code")
        raise AssertionError(command)

    def _written(self, command: WriteNotebook) -> NotebookWritten:
        made = Env(Path(command.prefix).name, command.prefix, "ours")
        env = next((one for one in self.envs if one.prefix == command.prefix), made)
        return NotebookWritten(env.prefix, str(write_in_first(command, env)))

    def _env(self, prefix: str) -> Env:
        return next(one for one in self.envs if one.prefix == prefix)

    def _some_plan(self, name: str) -> Plan:
        return planned(Recipe(name, choose_build(self.machine)), self.machine)

    def _reached(self, stage: StageName) -> None:
        names: tuple[StageName, ...] = ("environment", "torch", "extras", "kernel", "check", "check")
        after = names[names.index(stage) + 1]
        self.unfinished = tuple(replace(one, stage=after, bytes_done=one.bytes_total // 2) for one in self.unfinished)

    def _script(self, plan: Plan, number: int, *, first: StageName) -> None:
        """All events of an install from stage `first` on."""
        names = [stage.name for stage in plan.stages]
        total = max(1, plan.download_bytes)
        before = sum(stage.download_bytes for stage in plan.stages[: names.index(first)])
        for stage in plan.stages[names.index(first) :]:
            self.script.append((StageChanged(stage.name, "running"), None))
            self.script.append((LogLine(f"{stage.name}: {stage.packages} packages", stage.name), None))
            for tenth in range(11):
                done = stage.download_bytes * tenth // 10
                overall = (before + done) / total * 0.94
                self.script.append((
                    Progress(stage.name, "downloading" if stage.download_bytes else "testing", done,
                             stage.download_bytes, stage.packages * tenth // 10, stage.packages, 11_800_000,
                             (stage.download_bytes - done) / 11.8e6, overall, before + done, total,
                             (total - before - done) / 11.8e6),
                    None,
                ))  # fmt: skip
                if self.fail == stage.name and tenth == 5:
                    self.fail = None
                    self.script.append((StageChanged(stage.name, "failed"), None))
                    folder = f"{plan.prefix}.part"
                    self.script.append(
                        (Stopped(folder, stage.name, self.why, self.advice, "Traceback …", "/log"), number)
                    )
                    return
            before += stage.download_bytes
            self.script.append((StageChanged(stage.name, "done"), None))
        device = plan.recipe.choice.device
        windows = "\\" in plan.prefix
        python = plan.prefix + (r"\python.exe" if windows else "/bin/python")
        build = plan.recipe.choice.build
        made = env(plan.recipe.name, prefix=plan.prefix, executable=python, torch=f"{plan.recipe.choice.torch}+{build}",
                   build=build)  # fmt: skip
        ready = Installed(made, report(device, torch=made.torch), "/lock", "/log", 192.0)
        self.script.append((ready, number))


# ------------------------------------------------------------------------------------------------- a page in a window
class Shown:
    """A page of the install room in a window of its own, with a pretended worker, desktop, trainer and rail."""

    def __init__(
        self, kind: type, worker: Pretend, *, theme: Theme, folder: Path, language: Language = "en", **more: Any
    ) -> None:
        self.worker = worker
        self.went: list[str] = []
        self.trained: list[str] = []
        self.opened: list[str] = []
        self.copied: list[str] = []
        self.save_to = self.pick = ""
        setting = PageSetting(
            theme=theme, send=worker.send, stop=self.stop, go=self.went.append, train_in=self.trained.append,
            notebooks=(folder / "notebooks",), language=language,
            desktop=Desktop(
                open_url=self.opened.append, open_folder=self.opened.append, copy=self.copied.append,
                open_private=lambda address, folders: self.opened.append(address),
                save_as=lambda parent, title, suggested: self.save_to, pick_file=lambda parent, title, at: self.pick,
                pick_folder=lambda parent, title, at: self.pick,
            ),
        )  # fmt: skip
        self.page = kind(setting, **more)

    def stop(self) -> None:
        """As the room does it."""
        self.worker.kill()
        self.page.show_worker_ended()

    def pump(self) -> None:
        """Frames, until nothing more comes."""
        self.page.draw()
        while events := self.worker.events(25):
            for event, answers in events:
                self.page.show_event(event, answers)
            self.page.draw()
        QApplication.processEvents()
        self.page.draw()

    def fails(self, reason: Sentence) -> None:
        """The worker dies."""
        self.worker.kill()
        self.page.show_event(Failed(reason, "exit code 1"), None)
        self.pump()
