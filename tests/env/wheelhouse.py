"""Tiny wheels, and an index of them for the local server."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path


def make_wheel(
    folder: Path,
    name: str,
    version: str = "1.0",
    *,
    requires: Iterable[str] = (),
    files: Mapping[str, bytes] | None = None,
    tag: str = "py3-none-any",
    scripts: Mapping[str, str] | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> Path:
    """Write ``name-version-tag.whl`` into `folder`: a module of that name with `files` in it and others `beside` it."""
    module = name.replace("-", "_")
    about = f"{module}-{version}.dist-info"
    contents = {
        f"{module}/__init__.py": f"__version__ = {version!r}\n".encode(),
        **{f"{module}/{path}": body for path, body in (files or {}).items()},
        **(beside or {}),
        f"{about}/METADATA": "".join(
            [
                f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
                *(f"Requires-Dist: {one}\n" for one in requires),
            ]
        ).encode(),
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {tag}\n".encode(),
    }
    if scripts:
        lines = "".join(f"{script} = {target}\n" for script, target in scripts.items())
        contents[f"{about}/entry_points.txt"] = f"[console_scripts]\n{lines}".encode()
    record = [
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b'=').decode()},{len(body)}"
        for path, body in contents.items()
    ]
    contents[f"{about}/RECORD"] = "\n".join([*record, f"{about}/RECORD,,", ""]).encode()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{module}-{version}-{tag}.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in contents.items():
            archive.writestr(zipfile.ZipInfo(path), body)
    return target


def make_index(folder: Path) -> None:
    """Write ``simple/NAME/index.html`` in `folder` for the wheels in ``folder/files``, as the specification has it."""
    pages: dict[str, list[str]] = {}
    for wheel in sorted((folder / "files").glob("*.whl")):
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        name = wheel.name.split("-")[0].replace("_", "-").lower()
        pages.setdefault(name, []).append(f'<a href="/files/{wheel.name}#sha256={digest}">{wheel.name}</a>')
    for name, links in pages.items():
        page = folder / "simple" / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("<!DOCTYPE html><html><body>" + "".join(links) + "</body></html>")
