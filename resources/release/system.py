"""The libraries and programs that the window and the tests need of Debian and Ubuntu. Only the standard library is used
here: ``run.py`` asks before anything else is installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# soname -> Debian package. Qt's xcb plugin loads the second half by name only when a window opens.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
}
TEST_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool", "patchelf": "patchelf", "dbus-daemon": "dbus-daemon"}
# Other programs' readers of what lies beside the packaged app: tests/release asks them.
TEST_PROGRAMS |= {"desktop-file-validate": "desktop-file-utils", "appstreamcli": "appstream", "man": "man-db"}
TEST_PROGRAMS |= {"update-mime-database": "shared-mime-info", "gio": "libglib2.0-bin", "shellcheck": "shellcheck"}
TEST_PROGRAMS |= {"objcopy": "binutils"}
AT_SPI = ("/usr/libexec/at-spi2-registryd", "/usr/lib/at-spi2-core/at-spi2-registryd")
KOREAN_FONT = "fonts-noto-cjk"


def prepare_system(*, testing: bool) -> bool:
    """On Debian and Ubuntu, install what Qt needs (as root) or print the exact command (otherwise). Return whether
    nothing is missing then, or nobody can tell."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return True
    missing = missing_packages(testing=testing)
    if not missing:
        return True
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    failed = ""
    if os.geteuid() == 0:
        print(f"TorchGarden: installing {' '.join(missing)}", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        code = subprocess.run([*command, "-qq"], env=environment, check=False, stdout=subprocess.DEVNULL).returncode
        missing = missing_packages(testing=testing)
        if not missing:
            return True
        failed = f"apt-get ended with {code}, and {' '.join(missing)} is not here yet. "
    print(
        f"TorchGarden: {failed}The window needs system libraries that are not here. Please run:\n\n"
        f"    sudo {' '.join(command)}\n",
        flush=True,
    )
    return False


def missing_packages(*, testing: bool) -> list[str]:
    """Return the packages of the system that Qt needs and that are not here; `testing`: and those of the tests."""
    missing = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    if testing:
        missing += [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
        missing += [] if has_korean_font() else [KOREAN_FONT]
        missing += [] if any(map(os.path.exists, AT_SPI)) else ["at-spi2-core"]
    return missing


def loads(library: str) -> bool:
    """Whether the dynamic linker finds `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_korean_font() -> bool:
    """Whether there is a font for Korean: by fontconfig, else by the usual folders."""
    if not (listing := shutil.which("fc-list")):
        return any(Path("/usr/share/fonts").rglob("*CJK*")) or any(Path("/usr/share/fonts").rglob("*Nanum*"))
    return bool(
        subprocess.run([listing, ":lang=ko", "file"], capture_output=True, text=True, check=False).stdout.strip()
    )
