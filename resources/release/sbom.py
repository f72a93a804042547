"""The software bill of materials of a build: what is in it, as CycloneDX 1.6.

cyclonedx-py describes the environment that the app was built in: names, versions, licences, where from. Of that, what
is in the build stays, by licences.json; what is no Python distribution (Python itself, ICU, OpenSSL, libraries of the
system) is added from there. ``python -m resources.release.sbom dist/torchgarden`` writes it beside licences.json.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from core.versions import VERSION
from resources.release.licences import INDEX, ROOT

FILE = "sbom.cdx.json"


def of_environment(python: str = sys.executable) -> dict[str, Any]:
    """Return what cyclonedx-py says of the environment of a Python. Raises CalledProcessError."""
    command = [
        sys.executable, "-m", "cyclonedx_py", "environment", python, "--pyproject", str(ROOT / "pyproject.toml"),
        "--mc-type", "application", "--output-reproducible", "--of", "JSON", "--sv", "1.6", "-o", "-",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def of_build(environment: dict[str, Any], parts: list[dict[str, str]]) -> dict[str, Any]:
    """Return the bill of a build: what is in `parts` (the list in licences.json), with what the environment knows."""
    made = {**environment}
    known = {plain(one["name"]): one for one in made.get("components", ())}
    main = made.setdefault("metadata", {}).setdefault("component", {"type": "application", "name": "torchgarden"})
    main["version"] = VERSION
    components = []
    for part in parts:
        if part["name"] == "TorchGarden":
            continue
        found = known.get(plain(part["name"]))
        components.append(found if found is not None else component(part))
    refs = {main.get("bom-ref"), *(one.get("bom-ref") for one in components)}
    made["components"] = components
    made["dependencies"] = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in refs]}
        for one in made.get("dependencies", ())
        if one.get("ref") in refs
    ]
    return made


def plain(name: str) -> str:
    """Return a distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def component(part: dict[str, str]) -> dict[str, Any]:
    """Return something that is no Python distribution, as CycloneDX has it."""
    kind = "data" if part["name"].endswith("(data)") else "library"
    made: dict[str, Any] = {"type": kind, "name": part["name"], "bom-ref": f"{part['name']}@{part['version']}"}
    if part["version"]:
        made["version"] = part["version"]
    if part["licence"]:
        made["licenses"] = [{"license": {"name": part["licence"]}}]
    return made


def write(folder: Path, python: str = sys.executable) -> Path:
    """Write the bill beside the licences.json below a built folder; return its file. `python`: what has built it."""
    (index,) = folder.rglob(INDEX)
    parts = json.loads(index.read_text(encoding="utf-8"))["parts"]
    text = json.dumps(of_build(of_environment(python), parts), indent=1, ensure_ascii=False)
    (index.parent / FILE).write_text(text + "\n", encoding="utf-8")
    return index.parent / FILE


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
