"""The pages that make environments and look after them: what the window needs of this room.

`InstallRoom` owns the install worker and makes both pages; a page alone needs only callables:

    WizardPage(theme=…, send=…, stop=…, go=…, train_in=…, notebooks=…, language=…)
    EnvironmentsPage(theme=…, send=…, stop=…, go=…, train_in=…, notebooks=…, language=…)

Both are shown every event of the install worker by `show_event(event, answers)` and are drawn once a frame by `draw()`.
"""

from __future__ import annotations

from gui.install.environments.page import EnvironmentsPage
from gui.install.wizard.wizard import WizardPage
from gui.install.worker_room import InstallRoom

__all__ = ["EnvironmentsPage", "InstallRoom", "WizardPage"]
