"""The network as this computer is set up for it: proxies and certificates, and which setting said so.

One reading serves the step "Your machine" and every download, so that what is said is what is done. In this order:
variables, conda's own settings (``.condarc``: ``proxy_servers``, ``ssl_verify``), the settings of Windows or macOS.
"""

from __future__ import annotations

import ntpath
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.env.look.path_rules import without_password
from core.env.look.system import Outside, here

CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT", "CONDA_SSL_VERIFY")
SCHEMES = ("http", "https", "all", "no", "ftp", "socks")
WORDS = {"true", "false", "yes", "no", "on", "off", "1", "0", "truststore", "none", ""}
"""What ``ssl_verify`` may say besides a file's path."""
CONDARC_CHARACTERS = 1 << 16
MOST_KEYS = 1000


@dataclass(frozen=True)
class NetworkSettings:
    """`proxies`: scheme, or scheme://host, and the address with its password. `certificates`: a file that is there and
    holds some, "" for none. `asked_for`: the file that a setting names, and `asked_by` that setting. `unchecked_by`:
    the setting that asks for connections that are not checked, which we never make."""

    proxies: tuple[tuple[str, str], ...] = ()
    proxies_by: str = ""
    certificates: str = ""
    asked_for: str = ""
    asked_by: str = ""
    unchecked_by: str = ""

    def proxy_of(self, scheme: str, host: str) -> str:
        """The proxy for a host, "" for none; what is said of one host comes first, as in conda."""
        known = dict(self.proxies)
        names = (f"{scheme}://{host}", scheme, f"all://{host}", "all")
        return next((known[name] for name in names if known.get(name)), "")


def network_settings(given: Outside | None = None) -> NetworkSettings:
    """What is set on this computer. Raises nothing: a file that cannot be read says nothing."""
    outside = given or here()
    where, conda = _condarc(outside)
    proxies, proxies_by = dict(outside.proxies()), ""
    servers = conda.get("proxy_servers")
    if isinstance(servers, dict):
        texts = {key: value for key, value in servers.items() if isinstance(key, str) and isinstance(value, str)}
        asked = {key.lower(): value for key, value in texts.items() if value}
        set_here = {name.lower().removesuffix("_proxy") for name, value in outside.environ.items() if value}
        by_variable = set_here & proxies.keys()
        for key, value in asked.items():
            if key not in by_variable and "all" not in by_variable:
                proxies[key], proxies_by = value, where
    file, by, unchecked = _certificates(outside, where, conda)
    there = file if file and "-----BEGIN" in (outside.read(file) or "") else ""
    return NetworkSettings(tuple(sorted(proxies.items())), proxies_by, there, file, by, unchecked)


def shown_proxies(settings: NetworkSettings) -> tuple[tuple[str, str], ...]:
    """Scheme and address of each proxy as they may be shown: no address with a password in it."""
    return tuple((name, without_password(text)) for name, text in settings.proxies if name.split("://")[0] in SCHEMES)


# --------------------------------------------------------------------------------------------------- certificates
def _certificates(outside: Outside, where: str, conda: Mapping[str, Any]) -> tuple[str, str, str]:
    """(the file that is asked for, what asks for it, what asks for no checking at all)."""
    unchecked = ""
    for name in CERTIFICATE_VARIABLES:
        value = outside.environ.get(name, "").strip()
        if value.lower() in ("false", "0", "no", "off") and not unchecked:
            unchecked = name
        elif value.lower() not in WORDS:
            return value, name, unchecked
    verify = conda.get("ssl_verify")
    if verify == 0 or (isinstance(verify, str) and verify.lower() in ("false", "no", "off", "0")):
        unchecked = unchecked or where
    elif isinstance(verify, str) and verify.lower() not in WORDS:
        return _at_home(verify, _home(outside)), where, unchecked
    return "", "", unchecked


# --------------------------------------------------------------------------------------------------------- .condarc
def _condarc(outside: Outside) -> tuple[str, dict[str, Any]]:
    """(the file, what it says) of the first of conda's settings that speaks of the network."""
    for place in _places(outside):
        found = _settings_in(outside.read(place) or "")
        if found.keys() & {"proxy_servers", "ssl_verify"}:
            return place, found
    return "", {}


def _places(outside: Outside) -> list[str]:
    """Where conda reads its settings, the strongest first."""
    path = ntpath if outside.host.sys_platform == "win32" else posixpath
    home = _home(outside)
    roots = [outside.environ.get(name, "") for name in ("CONDARC", "CONDA_PREFIX", "CONDA_ROOT")]
    found = [roots[0], *(path.join(root, ".condarc") for root in roots[1:] if root)]
    if home:
        inside = ((".condarc",), (".conda", ".condarc"), (".conda", "condarc"), (".config", "conda", ".condarc"))
        found += [path.join(home, *names) for names in inside]
        found += [path.join(home, name, ".condarc") for name in ("miniforge3", "miniconda3", "anaconda3", "mambaforge")]
    if path is posixpath:
        found += ["/etc/conda/.condarc", "/opt/conda/.condarc"]
    return [place for place in dict.fromkeys(found) if place]


def _home(outside: Outside) -> str:
    return outside.environ.get("USERPROFILE" if outside.host.sys_platform == "win32" else "HOME", "")


def _at_home(file: str, home: str) -> str:
    return home + file[1:] if home and file.startswith(("~/", "~\\")) else file


def _settings_in(text: str) -> dict[str, Any]:
    return condarc_in(text) if "proxy_servers" in text or "ssl_verify" in text else {}


def condarc_in(text: str) -> dict[str, Any]:
    """What the text of a .condarc says, {} where it is damaged or longer than any of conda's settings.

    Read by a YAML reader: the conda that could be asked (``conda config --json``) may be the one that does not answer.
    """
    if len(text) > CONDARC_CHARACTERS:  # the reader takes a second for thirty thousand
        return {}
    import yaml  # type: ignore[import-untyped]  # here, because few people's conda needs it

    class Reader(yaml.SafeLoader):  # type: ignore[misc]  # yaml has no types
        def flatten_mapping(self, node: Any) -> None:
            """Put in what `<<` names: a few lines of it can name more than any memory holds."""
            super().flatten_mapping(node)
            if len(node.value) > MOST_KEYS:
                raise yaml.YAMLError("too many keys")

    try:
        settings = yaml.load(text, Reader)
    except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return {}  # a day of no month, `!!bool x`
    return {key: value for key, value in settings.items() if isinstance(key, str)} if isinstance(settings, dict) else {}
