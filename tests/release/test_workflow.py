"""The release workflow builds, starts and publishes for four systems, with pinned actions and few rights.

`run.py check` holds its schema (check-jsonschema) and its safety (zizmor).
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.release.test_linux import run

FILE = ROOT / ".github" / "workflows" / "release.yml"
RUNNERS = {"ubuntu-24.04", "ubuntu-24.04-arm", "windows-2025", "macos-15"}


@pytest.fixture(scope="module")
def workflow() -> dict[Any, Any]:
    made: dict[Any, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return made


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_it_builds_on_four_systems(workflow: dict[Any, Any]) -> None:
    jobs = workflow["jobs"]
    machines = {one["machine"]: one["runner"] for one in jobs["linux"]["strategy"]["matrix"]["include"]}
    assert machines == {"x86_64": "ubuntu-24.04", "aarch64": "ubuntu-24.04-arm"}
    assert {*machines.values(), jobs["windows"]["runs-on"], jobs["macos"]["runs-on"]} == RUNNERS
    assert jobs["publish"]["needs"] == ["linux", "windows", "macos"]
    assert jobs["publish"]["if"] == "github.ref_type == 'tag'"


def test_everything_from_others_is_pinned(workflow: dict[Any, Any]) -> None:
    text = FILE.read_text("utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert len(used) == len([step for step in steps(workflow) if "uses" in step]) > 8
    for name, comment in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name), name
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), name
    assert re.fullmatch(r"ubuntu:22\.04@sha256:[0-9a-f]{64}", workflow["jobs"]["linux"]["container"]["image"])
    ours = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    for name, _ in used:
        if name.split("@")[0] in ours:
            assert name in ours, "both workflows use one version"


def test_each_job_has_the_rights_that_it_needs(workflow: dict[Any, Any]) -> None:
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        writes = {right for right, kind in job["permissions"].items() if kind == "write"}
        assert writes == ({"contents", "id-token", "attestations"} if name == "publish" else set()), name
        assert job["timeout-minutes"] <= 90
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False
        if step.get("uses", "").startswith("actions/setup-python"):
            assert set(step["with"]) == {"python-version"}, "nothing is kept from other runs"


def test_each_system_builds_knows_its_licences_and_starts_what_it_built(workflow: dict[Any, Any]) -> None:
    for name in ("linux", "windows", "macos"):
        text = "\n".join(step.get("run", "") for step in workflow["jobs"][name]["steps"])
        order = ["resources.release.version", "run.py package", "resources.release.licences", "resources.release.tried"]
        places = [text.index(word) for word in order]
        assert places == sorted(places), name
        assert "sbom.cdx.json" in text


def test_what_it_calls_is_there(workflow: dict[Any, Any]) -> None:
    text = FILE.read_text("utf-8")
    modules = set(re.findall(r"-m (resources\.[\w.]+)", text))
    assert len(modules) >= 5
    assert all(importlib.util.find_spec(module) for module in modules)
    scripts = set(re.findall(r"resources[\\/]\w+[\\/][\w.]+\.(?:sh|ps1|iss)", text))
    assert len(scripts) >= 4
    assert all((ROOT / script.replace("\\", "/")).is_file() for script in scripts)
    assert set(re.findall(r"run\.py (\w+)", text)) == {"system", "package"}


def test_secrets_reach_only_the_steps_that_sign(workflow: dict[Any, Any]) -> None:
    text = FILE.read_text("utf-8")
    told = [step for step in steps(workflow) if "secrets." in str(step)]
    assert sum(str(step).count("secrets.") for step in told) == text.count("secrets.") > 4
    assert all("secrets." not in step["run"] and "ign" in step["name"] for step in told)


def test_hashes_are_made_and_attested_before_anything_is_published(workflow: dict[Any, Any]) -> None:
    names = [step.get("uses", step.get("run", "")) for step in workflow["jobs"]["publish"]["steps"]]
    hashes = next(place for place, text in enumerate(names) if "SHA256SUMS" in text)
    attested = next(place for place, text in enumerate(names) if text.startswith("actions/attest@"))
    published = next(place for place, text in enumerate(names) if "gh release create" in text)
    assert hashes < attested < published


@pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")
@pytest.mark.parametrize("certificate", ["", "Y2VydA=="])
def test_macos_signs_where_there_is_a_certificate_and_else_says_so(tmp_path: Path, certificate: str) -> None:
    """With programs in the place of Apple's that write down what they are asked."""
    tools, asked = tmp_path / "bin", tmp_path / "asked"
    tools.mkdir()
    identity = '  1) ABC "Developer ID Application: Me (1)"'
    for name in ("security", "xcrun"):
        (tools / name).write_text(f"#!/bin/sh\necho {name} $1 >>'{asked}'\necho '{identity}'\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    (tools / "uuidgen").write_text("#!/bin/sh\necho secret\n", encoding="utf-8")
    (tools / "uuidgen").chmod(0o755)
    script = f'. "{ROOT}/resources/macos/keychain.sh"; echo "<$CODESIGN_IDENTITY|$NOTARY_PROFILE>"'
    done = run(
        "sh", "-ec", script, PATH=f"{tools}:{os.environ['PATH']}", RUNNER_TEMP=str(tmp_path), CERTIFICATE=certificate,
        CERTIFICATE_PASSWORD="x", NOTARY_APPLE_ID="me", NOTARY_TEAM_ID="1", NOTARY_PASSWORD="y",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    if certificate:
        assert "<ABC|torchgarden>" in done.stdout
        assert "::notice::" not in done.stdout
        assert asked.read_text("utf-8").splitlines()[-1] == "xcrun notarytool"
        assert not (tmp_path / "certificate.p12").exists()
    else:
        assert "<|>" in done.stdout
        assert "::notice::" in done.stdout
        assert not asked.exists()
