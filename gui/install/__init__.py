"""The pages that make and manage environments: what the window needs from this room.

`InstallWorkerRoom` owns the install worker and makes both pages. A page alone needs only callables:

    WizardPage(PageSetting(theme=…, send=…, stop=…, go=…, train_in=…, notebooks=…, language=…))
    EnvironmentsPage(PageSetting(…))

`show_event(event, answers)` shows each event of the install worker; `draw()` draws once a frame.
"""

from __future__ import annotations

from gui.install.environments.page import EnvironmentsPage
from gui.install.setting import InstallSetting, PageSetting
from gui.install.wizard.wizard import WizardPage
from gui.install.worker_room import InstallWorkerRoom

__all__ = ["EnvironmentsPage", "InstallSetting", "InstallWorkerRoom", "PageSetting", "WizardPage"]
