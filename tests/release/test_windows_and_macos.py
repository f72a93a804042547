"""What a build for Windows and macOS is made with, as far as it can be read without those systems."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from gui.asked.desktop import MODEL_ID, NAME
from resources.release import bundle, macos, windows
from tests.conftest import ROOT
from tests.release.test_linux import needs, run


# ------------------------------------------------------------------------------------------------------------- Windows
class Told:
    """Stands for the classes that PyInstaller reads a version resource with, which only Windows can import."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.given, self.named = given, named


def test_the_version_is_what_explorer_shows() -> None:
    text = windows.version_text("1.2.3rc1", file="torchgarden.exe", description="TorchGarden")
    classes = dict.fromkeys(re.findall(r"[A-Z]\w+(?=\()", text), Told)
    made = eval(text, {"__builtins__": {}}, classes)  # PyInstaller reads it in this way
    assert made.named["ffi"].named["filevers"] == (1, 2, 3, 0)
    table = made.named["kids"][0].given[0][0].given
    shown = {one.given[0]: one.given[1] for one in table[1]}
    assert table[0] == "040904B0"
    assert shown["ProductVersion"] == shown["FileVersion"] == "1.2.3rc1"
    assert shown["OriginalFilename"] == "torchgarden.exe"
    assert made.named["kids"][1].given[0][0].given == ("Translation", [0x409, 1200])


def test_pyinstaller_reads_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pefile", reason="pefile, which PyInstaller needs on Windows, is not installed")
    pytest.importorskip("PyInstaller", reason="PyInstaller is not installed")
    monkeypatch.setattr("PyInstaller.compat.win32api", object(), raising=False)  # only to write it into a program
    info = pytest.importorskip("PyInstaller.utils.win32.versioninfo", reason="PyInstaller is not installed")
    text = windows.version_text("1.2.3", file="torchgarden.exe", description="TorchGarden")
    made = eval(text, vars(info).copy())
    assert isinstance(made, info.VSVersionInfo)
    assert len(made.toRaw()) > 500


def test_the_manifest_takes_long_paths_and_asks_for_no_administrator() -> None:
    tree = ElementTree.parse(windows.SOURCE / "torchgarden.manifest")
    values = {element.tag.rpartition("}")[2]: element for element in tree.iter()}
    assert values["longPathAware"].text == "true"
    assert values["dpiAwareness"].text == "PerMonitorV2"
    assert values["requestedExecutionLevel"].get("level") == "asInvoker"
    assert values["assemblyIdentity"].get("name") == "Microsoft.Windows.Common-Controls"


def test_windows_gets_a_second_program_that_prints(tmp_path: Path) -> None:
    told = [bundle.exe_options(tmp_path, console=console, system="win32") for console in (False, True)]
    for options in told:
        assert set(options) == {"icon", "manifest", "version"}
        assert all(Path(path).is_file() for path in options.values())
    assert told[0]["version"] != told[1]["version"]
    spec = (ROOT / "build.spec").read_text("utf-8")
    assert re.search(r"EXE\(modules.*name=systems\.CONSOLE.*console=True", spec)


def test_the_runtime_is_taken_along_and_what_is_missing_is_named(tmp_path: Path) -> None:
    for name in windows.RUNTIME[:3]:
        (tmp_path / name).write_bytes(b"MZ")
    there, missing = windows.runtime(tmp_path)
    assert [Path(file).name for file, place in there if place == "."] == list(windows.RUNTIME[:3])
    assert missing == list(windows.RUNTIME[3:])
    assert bundle.runtime_libraries(system="linux") == []


# ---------------------------------------------------------------------------------------------------- the installer
SECTIONS = {"Setup", "Languages", "CustomMessages", "Tasks", "InstallDelete", "Files", "Icons", "Registry", "Run",
            "UninstallDelete", "Code"}  # fmt: skip
KEYS = {
    "Tasks": {"Name", "Description", "Flags"}, "InstallDelete": {"Type", "Name"}, "UninstallDelete": {"Type", "Name"},
    "Files": {"Source", "DestDir", "Flags"}, "Icons": {"Name", "Filename", "AppUserModelID", "Tasks"},
    "Languages": {"Name", "MessagesFile"}, "Run": {"Filename", "Description", "Flags"},
    "Registry": {"Root", "Subkey", "ValueType", "ValueName", "ValueData", "Flags"},
}  # fmt: skip
"""What Inno Setup's help lists for each section, as far as it is used."""


@pytest.fixture(scope="module")
def script() -> dict[str, list[str]]:
    """The installer's sections, without comments and the preprocessor's lines."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (windows.SOURCE / "torchgarden.iss").read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            name = heading[1]
            assert name not in found, f"[{name}] is there twice"
            found[name] = []
        elif line.strip() and not line.startswith((";", "#")) and name:
            found[name].append(line)
    return found


def entry(line: str) -> dict[str, str]:
    '''Read a line of parameters, as in ``Name: "a ""b"""; Flags: x``.'''
    pairs = re.findall(r'(\w+): ("(?:[^"]|"")*"|[^;"]+)(?:; |$)', line)
    assert "; ".join(f"{key}: {value}" for key, value in pairs) == line, line
    return {key: value[1:-1].replace('""', '"') if value[0] == '"' else value.strip() for key, value in pairs}


def test_the_installer_has_sections_and_parameters_that_there_are(script: dict[str, list[str]]) -> None:
    assert set(script) == SECTIONS
    for name, keys in KEYS.items():
        for line in script[name]:
            assert set(entry(line)) <= keys, line
    setup = dict(line.split("=", 1) for line in script["Setup"])
    assert len(setup) == len(script["Setup"])


def test_the_installer_is_for_one_person_without_an_administrator(script: dict[str, list[str]]) -> None:
    setup = dict(line.split("=", 1) for line in script["Setup"])
    assert setup["PrivilegesRequired"] == "lowest"
    assert "PrivilegesRequiredOverridesAllowed" not in setup
    assert setup["ChangesAssociations"] == "yes"
    assert {entry(line)["Root"] for line in script["Registry"]} == {"HKCU"}
    whole = "\n".join(line for lines in script.values() for line in lines)
    assert not re.search(r"HKLM|\{pf|\{commonpf|\{win\}|\{sys\}|regserver", whole)


def test_every_message_is_there_in_both_languages(script: dict[str, list[str]]) -> None:
    languages = {entry(line)["Name"] for line in script["Languages"]}
    assert languages == {"english", "korean"}
    messages = dict(line.split("=", 1) for line in script["CustomMessages"])
    whole = "\n".join(line for lines in script.values() for line in lines)
    used = set(re.findall(r"\{cm:(\w+)\}|CustomMessage\('(\w+)'\)", whole))
    names = {one or other for one, other in used}
    assert {f"{language}.{name}" for language in languages for name in names} == set(messages)
    for name in names:
        placed = [sorted(re.findall(r"%\d", messages[f"{language}.{name}"])) for language in languages]
        assert placed[0] == placed[1], name


def test_files_and_links_are_handed_over_behind_a_word_that_ends_all_options(script: dict[str, list[str]]) -> None:
    entries = [entry(line) for line in script["Registry"]]
    commands = {one["Subkey"]: one["ValueData"] for one in entries if one["Subkey"].endswith("command")}
    assert set(commands) == {
        r"Software\Classes\TorchGarden.Run\shell\open\command", r"Software\Classes\torchgarden\shell\open\command",
    }  # fmt: skip
    assert set(commands.values()) == {r'"{app}\torchgarden.exe" --opened "%1"'}
    assert any(one["ValueName"] == "URL Protocol" for one in entries)
    assert any(one["Subkey"].endswith(r"\.garden\OpenWithProgids") for one in entries)
    gone = {one["Subkey"] for one in entries if "uninsdelete" in one.get("Flags", "")}
    for one in entries:
        assert any(f"{one['Subkey']}\\".startswith(f"{key}\\") for key in gone), "nothing is left behind"


def test_the_window_and_its_shortcuts_have_one_name(script: dict[str, list[str]]) -> None:
    assert {entry(line)["AppUserModelID"] for line in script["Icons"]} == {MODEL_ID}
    assert re.fullmatch(r"[A-Za-z0-9.]{1,128}", MODEL_ID)


def test_every_file_that_the_installer_names_is_there(script: dict[str, list[str]]) -> None:
    setup = dict(line.split("=", 1) for line in script["Setup"])
    root = (windows.SOURCE / setup["SourceDir"].replace("\\", "/")).resolve()
    assert root == ROOT
    for name in ("SetupIconFile", "LicenseFile"):
        assert (root / setup[name].replace("\\", "/")).is_file(), name


def test_its_program_text_is_balanced(script: dict[str, list[str]]) -> None:
    text = re.sub(r"'[^'\n]*'|\{[^}]*\}", "", "\n".join(script["Code"]))
    words = re.findall(r"\b(begin|try|repeat|end|until)\b", text)
    assert words.count("begin") + words.count("try") == words.count("end")
    assert words.count("repeat") == words.count("until")
    assert text.count("(") == text.count(")")


# --------------------------------------------------------------------------------------------------------------- macOS
def test_info_plist_says_what_the_app_opens(tmp_path: Path) -> None:
    told = plistlib.loads(plistlib.dumps(macos.info_plist("1.2.3rc1", oldest="14.0")))
    assert told["CFBundleShortVersionString"] == told["CFBundleVersion"] == "1.2.3"
    assert told["LSMinimumSystemVersion"] == "14.0"
    assert told["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["torchgarden"]
    (exported,) = told["UTExportedTypeDeclarations"]
    assert exported["UTTypeTagSpecification"]["public.filename-extension"] == ["garden"]
    assert told["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [exported["UTTypeIdentifier"]]
    assert (macos.SOURCE / exported["UTTypeIconFile"]).is_file()
    if plutil := shutil.which("plutil"):
        (tmp_path / "Info.plist").write_bytes(plistlib.dumps(told))
        assert run(plutil, "-lint", tmp_path / "Info.plist").returncode == 0


def test_all_systems_know_the_app_by_one_name() -> None:
    assert macos.IDENTIFIER == NAME
    assert bundle.app_options()["bundle_identifier"] == NAME


@pytest.mark.parametrize(
    ("tags", "oldest"),
    [
        ([], "11.0"),
        (["py3-none-any", "cp39-abi3-macosx_10_14_universal2"], "11.0"),
        (["cp312-cp312-macosx_14_0_arm64", "cp39-abi3-macosx_13_0_universal2"], "14.0"),
        (["cp312-cp312-macosx_26_1_arm64", "cp312-cp312-macosx_14_0_arm64"], "26.1"),
        (["cp312-cp312-macosx_15_0_x86_64", "cp312-cp312-manylinux_2_28_x86_64"], "11.0"),
    ],
)
def test_the_oldest_macos_is_that_of_the_wheels(tags: list[str], oldest: str) -> None:
    assert macos.oldest_macos(tags) == oldest
    assert len(macos.tags_here()) > 5


def test_entitlements_are_the_three_that_python_and_torch_need(tmp_path: Path) -> None:
    told = plistlib.loads((macos.SOURCE / "entitlements.plist").read_bytes())
    assert set(told) == {
        "com.apple.security.cs.allow-unsigned-executable-memory", "com.apple.security.cs.allow-jit",
        "com.apple.security.cs.disable-library-validation",
    }  # fmt: skip
    assert set(told.values()) == {True}
    options = bundle.exe_options(tmp_path, system="darwin")
    assert all(Path(options[name]).is_file() for name in ("icon", "entitlements_file"))
    assert options["codesign_identity"] is None, "without an identity it is signed for this computer alone"


def test_the_script_of_the_disk_image_is_clean() -> None:
    assert run(needs("shellcheck", "shellcheck"), macos.SOURCE / "dmg.sh").stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")
def test_the_disk_image_is_made_signed_and_notarised_where_there_are_credentials(tmp_path: Path) -> None:
    """With programs in the place of Apple's that write down what they are asked."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("ditto", "hdiutil", "codesign", "xcrun", "spctl"):
        (tools / name).write_text(f'#!/bin/sh\necho {name} "$@" >>"{tmp_path}/asked"\n', encoding="utf-8")
        (tools / name).chmod(0o755)
    app, image = tmp_path / "나의 TorchGarden.app", tmp_path / "TorchGarden 1.dmg"
    path = f"{tools}:{os.environ['PATH']}"
    done = run("sh", macos.SOURCE / "dmg.sh", app, image, PATH=path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("::notice::") == 2
    asked = (tmp_path / "asked").read_text("utf-8")
    assert "codesign" not in asked
    assert f"-ov {image}" in asked
    done = run("sh", macos.SOURCE / "dmg.sh", app, image, PATH=path, CODESIGN_IDENTITY="Me (1)", NOTARY_PROFILE="mine")
    assert "::notice::" not in done.stdout
    asked = (tmp_path / "asked").read_text("utf-8")
    assert f"notarytool submit {image} --keychain-profile mine --wait" in asked
    assert f"stapler staple {image}" in asked
