"""What a build for macOS says of itself in its Info.plist, and which macOS it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from core.versions import VERSION

SOURCE = Path(__file__).resolve().parents[1] / "macos"
IDENTIFIER = "org.torchgarden.app"
RUN_TYPE = "org.torchgarden.run"
OLDEST = (11, 0)
"""The first macOS for Apple's own processors."""


def oldest_macos(tags: Iterable[str]) -> str:
    """Return the macOS that all wheels with these tags run on: "cp312-cp312-macosx_14_0_arm64" needs 14.0."""
    found = (re.search(r"-macosx_(\d+)_(\d+)_(?:arm64|universal2)$", tag) for tag in tags)
    return "{}.{}".format(*max([OLDEST, *((int(one[1]), int(one[2])) for one in found if one)]))


def tags_here() -> list[str]:
    """Return the tags of the wheels that are installed."""
    texts = (one.read_text("WHEEL") or "" for one in metadata.distributions())
    return [
        line.removeprefix("Tag:").strip() for text in texts for line in text.splitlines() if line.startswith("Tag:")
    ]


def info_plist(version: str = VERSION, *, oldest: str = "") -> dict[str, Any]:
    """Return what Info.plist says beyond what PyInstaller writes. `oldest`: the first macOS that the app runs on.

    <https://developer.apple.com/documentation/bundleresources/information-property-list>
    """
    plain = re.split(r"[abr]", version)[0]  # Apple takes numbers only
    return {
        "CFBundleShortVersionString": plain,
        "CFBundleVersion": plain,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "ko"],
        "LSMinimumSystemVersion": oldest or oldest_macos(tags_here()),
        "LSApplicationCategoryType": "public.app-category.education",
        "NSHumanReadableCopyright": "Copyright © 2026 The TorchGarden authors. MIT licence.",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSSupportsAutomaticGraphicsSwitching": True,
        "CFBundleURLTypes": [
            {"CFBundleURLName": IDENTIFIER, "CFBundleURLSchemes": ["torchgarden"], "CFBundleTypeRole": "Viewer"}
        ],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "TorchGarden training",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [RUN_TYPE],
                "CFBundleTypeIconFile": "torchgarden.icns",
            },
            {
                "CFBundleTypeName": "Folder of a training",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "None",
                "LSItemContentTypes": ["public.folder"],
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": RUN_TYPE,
                "UTTypeDescription": "TorchGarden training",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeIconFile": "torchgarden.icns",
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["garden"],
                    "public.mime-type": ["application/x-torchgarden"],
                },
            }
        ],
    }
