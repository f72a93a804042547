"""The licences of everything in a build, collected from the very files that were put into it.

build.spec hands over the sources of all files. Each belongs to a Python distribution (by its list of files), to Python,
to a package of the system (Debian's dpkg knows) or to a library that is known by its name. Out comes a folder:
licences.json says what is in the app, in which version and under which licence, and names a file with the text. What
nothing is known of is listed too, without a licence, and a release fails on it.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from core.versions import VERSION

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "resources" / "licences"
"""Texts that do not come with what they are for."""
OURS = (*(f"{ROOT / name}{os.sep}" for name in ("core", "gui", "resources")), str(ROOT / "LICENSE"))
"""How paths of our own files begin. An environment below the same folder is not ours."""
INDEX = "licences.json"
TEXT = re.compile(r"(licen[cs]e|copying|notice|copyright|ofl)\b.*", re.IGNORECASE)
QT = ("pyside6", "pyside6-essentials", "pyside6-addons", "shiboken6")
KNOWN = (
    ("libicu*", "ICU", "ICU"), ("libssl*", "OpenSSL", "Apache-2.0"), ("libcrypto*", "OpenSSL", "Apache-2.0"),
    ("libffi*", "libffi", "MIT"), ("libbz2*", "bzip2", "bzip2-1.0.6"), ("libexpat*", "expat", "MIT"),
    ("libz.*", "zlib", "Zlib"), ("zlib1*", "zlib", "Zlib"), ("liblzma*", "xz", "0BSD"),
    ("libzstd*", "zstd", "BSD-3-Clause"), ("libsqlite3*", "SQLite", "blessing"), ("sqlite3.dll", "SQLite", "blessing"),
    *((name, "Microsoft-runtime", "LicenseRef-Microsoft")
      for name in ("vcruntime*", "msvcp*", "concrt*", "vcomp*", "ucrtbase*", "api-ms-*")),
)  # fmt: skip
"""File name, whose it is (and the kept text), its licence in SPDX's words."""
CRATES = "Built from Rust crates under MIT, Apache-2.0, BSD and like licences; its source lists them in Cargo.lock."
NOTES = {"uv": CRATES, "py-rattler": CRATES}
SAID = {"pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception", "nvidia-ml-py": "BSD-3-Clause"}
"""Where the metadata says less than the text."""
COMMON = Path("/usr/share/common-licenses")


@dataclass(frozen=True, order=True)
class Part:
    """Something in the build. `licence` in SPDX's words, `text` the file that has it; both "" if unknown."""

    name: str
    version: str
    licence: str
    text: str
    note: str = ""


def collect(sources: Iterable[str | Path], out: Path) -> list[Part]:
    """Write the licences of all that `sources` belong to into the folder `out`; return what was found, by name."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    parts = {
        Part("TorchGarden", VERSION, "MIT", written(out, "TorchGarden", [ROOT / "LICENSE"])),
        Part("Python", sys.version.split()[0], "PSF-2.0", written(out, "Python", [python_licence()])),
        *data_sets(out),
    }
    owners, rest = owners_of_files(), set[str]()
    used: dict[int, metadata.Distribution] = {}
    for source in sorted({os.path.realpath(source) for source in sources}):
        known = known_by_name(source, out)  # ICU comes inside Qt's distribution, under a licence of its own
        if known is None and source in owners:
            used[id(owners[source])] = owners[source]
        elif known is None and not source.startswith((*OURS, *of_python())):
            rest.add(source)
        parts |= {known} if known is not None else set()
    parts |= {known for one in used.values() if (known := distribution(one, out)) is not None}
    parts |= set(of_the_system(sorted(rest), out))
    found = sorted(parts)
    told = {"format": 1, "parts": [asdict(part) for part in found]}
    (out / INDEX).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return found


def owners_of_files() -> dict[str, metadata.Distribution]:
    """Return the distribution of each file that one has installed, by the file's real path."""
    found: dict[str, metadata.Distribution] = {}
    for one in metadata.distributions():
        place = os.path.realpath(str(one.locate_file("")))
        found |= {os.path.normpath(os.path.join(place, file)): one for file in map(str, one.files or ())}
    return found


def distribution(one: metadata.Distribution, out: Path) -> Part | None:
    """Return a Python distribution as a part, with its texts written; None for ourselves."""
    name = one.metadata["Name"]
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key == "torchgarden":
        return None
    if key in QT:
        texts = [KEPT / "Qt.txt", KEPT / "LGPL-3.0.txt", KEPT / "GPL-3.0.txt"]
        return Part(name, one.version, "LGPL-3.0-only", written(out, "Qt", texts))
    files = [Path(str(one.locate_file(file))) for file in one.files or () if TEXT.fullmatch(file.name)]
    files = sorted(
        file for file in files if file.suffix.lower() in ("", ".txt", ".md", ".rst", ".apache", ".bsd", ".mit")
    )
    if not files and (KEPT / f"{key}.txt").is_file():
        files = [KEPT / f"{key}.txt"]
    told = SAID.get(key) or spdx(one.metadata)
    return Part(name, one.version, told, written(out, key, files) if files else "", NOTES.get(key, ""))


def spdx(told: metadata.PackageMetadata) -> str:
    """Return what the metadata says of the licence, in one line: an expression of SPDX, or in older words."""
    for name, longest in (("License-Expression", 400), ("License", 80)):
        for value in told.get_all(name) or ():
            if 0 < len(value.strip()) <= longest and "\n" not in value.strip():
                return str(value).strip()
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License")]
    return " AND ".join(classified)


def known_by_name(source: str, out: Path) -> Part | None:
    """Return the part of a library that is known by its file's name; its version is the file's, where that says one."""
    name = Path(source).name.lower()
    for pattern, known, licence in KNOWN:
        if fnmatch.fnmatch(name, pattern) and (".so" in name or name.endswith((".dll", ".dylib"))):
            number = re.search(r"\.so\.([\d.]+)|[.-](\d[\d.]*)\.(?:dylib|dll)", name)
            version = next((group for group in number.groups() if group), "") if number else ""
            return Part(
                known,
                "" if known == "Microsoft-runtime" else version,
                licence,
                written(out, known, [KEPT / f"{known}.txt"]),
            )
    return None


def of_python() -> tuple[str, ...]:
    """Return the folders that Python itself came in."""
    places = {sys.base_prefix, sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    return tuple(os.path.realpath(place) + os.sep for place in places if place not in ("/usr", "/usr/local"))


def of_the_system(sources: list[str], out: Path) -> Iterator[Part]:
    """Yield the packages of the system that files are from; a part without a licence for each that nobody knows."""
    owned: dict[str, str] = {}
    if sources and shutil.which("dpkg-query"):
        where = [path for source in sources for path in (source, source.removeprefix("/usr"))]  # /lib may be a link
        done = subprocess.run(["dpkg-query", "-S", *where], capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            package, _, path = line.partition(": ")
            owned["/usr" + path if path.startswith("/lib") else path] = package.partition(",")[0]
    yield from (Part(Path(source).name, "", "", "") for source in sources if source not in owned)
    if not owned:
        return
    asked = ["dpkg-query", "-W", "-f", "${binary:Package}\t${Package}\t${Version}\n", *sorted(set(owned.values()))]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    for _, name, version in (line.split("\t") for line in listed.splitlines()):
        text = Path("/usr/share/doc") / name / "copyright"
        if not text.is_file():
            yield Part(name, version, "", "")
            continue
        for common in re.findall(rf"{COMMON}/([A-Za-z0-9.-]*[A-Za-z0-9])", text.read_text("utf-8", "replace")):
            if (COMMON / common).is_file():
                written(out, f"common-{common}", [COMMON / common])
        note = f"Texts that it says are in {COMMON} are beside this one, as common-NAME.txt."
        yield Part(name, version, licences_in(text), written(out, name, [text]), note)


def licences_in(text: Path) -> str:
    """Return the licences that a copyright file of Debian names, its own packaging left out."""
    names: list[str] = []
    for paragraph in text.read_text(encoding="utf-8", errors="replace").split("\n\n"):
        found = re.search(r"^License: *(\S.*)$", paragraph, re.MULTILINE)
        if (
            found
            and re.search(r"^Files: ", paragraph, re.MULTILINE)
            and not re.search(r"^Files: debian/", paragraph, re.MULTILINE)
        ):
            names.append(found[1].strip())
    return ", ".join(dict.fromkeys(names)) or "see its text"


def python_licence() -> Path:
    """Return the file with Python's licence."""
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix), Path(sys.base_prefix) / "Resources")
    debian = Path("/usr/share/doc") / f"python{sys.version_info[0]}.{sys.version_info[1]}-minimal" / "copyright"
    return next(
        (place / name for place in places for name in ("LICENSE.txt", "LICENSE") if (place / name).is_file()), debian
    )


def data_sets(out: Path) -> Iterator[Part]:
    """Yield the data sets, and fonts with their licence beside them, that are part of the sources."""
    for text in sorted((ROOT / "resources" / "datasets").glob("*.md")):
        found = re.search(r"CC BY(?:-SA)? \d\.\d", text.read_text(encoding="utf-8"))
        yield Part(
            f"{text.stem} (data)",
            "",
            found[0].replace(" ", "-") if found else "",
            written(out, f"{text.stem}-data", [text]),
        )
    for text in sorted((ROOT / "resources" / "fonts").glob("*OFL*.txt")):
        named = re.search(r"subsets of ([\w ]+)", text.read_text(encoding="utf-8"))
        yield Part(f"{named[1] if named else 'Korean'} (fonts)", "", "OFL-1.1", written(out, "fonts-ofl", [text]))


def written(out: Path, name: str, files: Iterable[Path]) -> str:
    """Write texts into one file called after `name`; return the file's name."""
    name = re.sub(r"[^A-Za-z0-9._+-]", "_", name) + ".txt"
    if not (out / name).exists():
        pieces: list[str] = []
        for file in files:
            head = "" if not pieces else f"\n{'=' * 80}\n{'/'.join(file.parts[-3:])}\n\n"
            pieces.append(head + file.read_text(encoding="utf-8", errors="replace"))
        (out / name).write_text("".join(pieces), encoding="utf-8")
    return name


def unclear(folder: Path) -> list[str]:
    """Return what is in a build without a known licence or without its text."""
    told = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return [part["name"] for part in told["parts"] if not part["licence"] or not part["text"]]


if __name__ == "__main__":
    (where,) = Path(sys.argv[1]).rglob(INDEX)
    if names := unclear(where.parent):
        sys.exit(f"No licence is known of: {', '.join(names)}")
    print(f"{where.parent}: the licences of {len(json.loads(where.read_text('utf-8'))['parts'])} parts")
