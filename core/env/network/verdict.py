"""What a look at the network means for a person: one sentence and one next step for each cause. Pure: facts go in.

The first cause that explains everything is told alone: with no names there is nothing to say about certificates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.messages.computer import Finding, Level
from core.sentence import Sentence, say
from core.sizes import size_text

End = Literal[
    "answered", "name", "refused", "unreachable", "silent", "broken off", "loop", "unprotected", "certificate",
    "tunnel", "socks",
]  # fmt: skip
Where = Literal["name", "connection", "answer"]
SKEW_S = 300.0
"""A clock that is further off than this may make certificates look not valid yet, or no longer."""
SLOW_BYTES_PER_S = 150e3
PROXY_LOGIN = "407"
"""What a proxy answers that wants a name and a password."""
DAY_S = 86400.0


@dataclass(frozen=True)
class Certificate:
    """What a server's certificate says of itself, unchecked: who made it, and from when to when it is valid."""

    issuer: str = ""
    begins: float = 0.0
    ends: float = 0.0


@dataclass(frozen=True)
class Answer:
    """What became of asking one source. `at`: how far it got. `proxy`: the proxy's address as it may be shown.

    `page`: a web page came where none was asked for. `led_to`: the host that answered. `server_time`: the server's
    clock when it answered, 0 unknown. `why`: the program's own words, for a log.
    """

    host: str
    end: End
    at: Where = "answer"
    proxy: str = ""
    status: int = 0
    page: bool = False
    led_to: str = ""
    server_time: float = 0.0
    certificate: Certificate | None = None
    bytes_per_s: float = 0.0
    seconds: float = 0.0
    why: str = ""


def verdict(answers: Sequence[Answer], *, now: float) -> tuple[Finding, ...]:
    """What is wrong, the likeliest cause first; where nothing is, one good finding. `now`: this computer's clock."""
    if not answers:
        return (Finding("network", "note", say("Every source is a folder on this computer: no network is needed.")),)
    for cause in (_clock(answers, now), _portal(answers), _proxy(answers), _no_network(answers)):
        if cause is not None:
            return (cause,)
    found = tuple(dict.fromkeys(filter(None, map(_of_one, _by_issuer(answers)))))
    slow = _slow(answers)
    return (*found, *slow) or (_well(answers),)


def _by_issuer(answers: Sequence[Answer]) -> list[Answer]:
    """The answers, those whose refused certificates come from one maker as one: it is one cause."""
    found: dict[object, Answer] = {}
    for answer in answers:
        issuer = answer.certificate.issuer if answer.end == "certificate" and answer.certificate else ""
        key = (issuer, answer.end) if issuer else answer
        before = found.get(key)
        found[key] = replace(before, host=_hosts((before, answer))) if before else answer
    return list(found.values())


def _finding(level: Level, sentence: Sentence, advice: Sentence) -> Finding:
    return Finding("network", level, sentence, advice)


# ----------------------------------------------------------------------------------- causes that explain everything
def _clock(answers: Sequence[Answer], now: float) -> Finding | None:
    """A wrong clock: by what servers say the time is, or by certificates that would all be valid at another time."""
    apart = [now - answer.server_time for answer in answers if answer.server_time]
    skew = min(apart, key=abs) if apart else 0.0
    if abs(skew) > SKEW_S and (len(apart) > 1 or any(answer.end == "certificate" for answer in answers)):
        return _clock_finding(ahead=skew > 0, seconds=abs(skew))
    refused = [answer.certificate for answer in answers if answer.end == "certificate" and answer.certificate]
    early = [one.begins - now for one in refused if one.begins > now]
    late = [now - one.ends for one in refused if 0 < one.ends < now]
    if early and len(early) == len(refused):
        return _clock_finding(ahead=False, seconds=max(early))
    if len(late) > 1 and len(late) == len(refused):  # one expired certificate is its server's fault
        return _clock_finding(ahead=True, seconds=max(late))
    return None


def _clock_finding(*, ahead: bool, seconds: float) -> Finding:
    advice = say("Set the date and time of this computer, or let it set them itself, and try again.")
    minutes = max(1, round(seconds / 60))
    if seconds >= 2 * DAY_S:
        days = round(seconds / DAY_S)
        sentence = (
            say("The clock of this computer is {days} days ahead, so no secure connection holds.", days=days)
            if ahead
            else say("The clock of this computer is {days} days behind, so no secure connection holds.", days=days)
        )
    else:
        sentence = (
            say("The clock of this computer is {minutes} minutes ahead.", minutes=minutes)
            if ahead
            else say("The clock of this computer is {minutes} minutes behind.", minutes=minutes)
        )
    return _finding("stop", sentence, advice)


def _portal(answers: Sequence[Answer]) -> Finding | None:
    """A network that shows its own page to whoever has not signed in."""
    pages = [answer for answer in answers if answer.page or answer.status == 511]
    working = [
        answer for answer in answers if answer.end == "answered" and answer.status in (200, 206) and not answer.page
    ]
    if not pages or (working and all(answer.led_to in ("", answer.host) for answer in pages)):
        return None
    return _finding(
        "stop",
        say(
            "The network answers with a page of its own instead of {host}: it wants you to sign in.", host=pages[0].host
        ),
        say("Open any page in a browser, sign in to the network there, and try again."),
    )


def _proxy(answers: Sequence[Answer]) -> Finding | None:
    """The proxy is what stands in the way."""
    through = [answer for answer in answers if answer.proxy]
    if not through:
        return None
    first = through[0]
    ask = say("Ask which proxy this network needs, or remove the setting if it needs none.")
    if any(answer.end == "socks" for answer in through):
        said = say("The proxy {proxy} is of the kind SOCKS, which downloads here cannot use.", proxy=first.proxy)
        return _finding("stop", said, say("Set a proxy that begins with http:// instead."))
    if any(answer.status == 407 or (answer.end == "tunnel" and PROXY_LOGIN in answer.why) for answer in through):
        return _finding(
            "stop",
            say("The proxy {proxy} asks for a name and a password.", proxy=first.proxy),
            say("Put them into the proxy's address: http://NAME:PASSWORD@HOST:PORT"),
        )
    if len({answer.end for answer in through}) > 1 or first.end == "answered":
        return None
    at_proxy = first.at != "answer"
    if first.end == "name":
        return _finding(
            "stop", say("The name of the proxy {proxy} is not known in this network.", proxy=first.proxy), ask
        )
    if first.end in ("refused", "unreachable") and at_proxy:
        return _finding("stop", say("The proxy {proxy} cannot be reached.", proxy=first.proxy), ask)
    if first.end == "silent":
        return _finding(
            "stop", say("The proxy {proxy} accepts connections and does not answer.", proxy=first.proxy), ask
        )
    if first.end == "tunnel":
        said = say("The proxy {proxy} does not let {host} through.", proxy=first.proxy, host=_hosts(through))
        return _finding("stop", said, say("Ask whoever looks after the network to allow these addresses."))
    return None


def _no_network(answers: Sequence[Answer]) -> Finding | None:
    direct = [answer for answer in answers if not answer.proxy]
    if len(direct) < 2 or len({answer.host for answer in direct}) < 2:
        return None
    check = say("Check the cable or the wireless connection, or try another network such as a phone's hotspot.")
    if all(answer.end == "name" or (answer.end == "silent" and answer.at == "name") for answer in direct):
        said = say("No server's name can be looked up: this computer seems to have no network.")
        return _finding("stop", said, check)
    if all(answer.end in ("unreachable", "silent") and answer.at == "connection" for answer in direct):
        said = say("No server can be reached: a firewall, or a network that lets only a proxy out.")
        return _finding("stop", said, say("Ask which proxy the network needs, or try a phone's hotspot."))
    return None


# ---------------------------------------------------------------------------------------------- causes of one source
def _of_one(answer: Answer) -> Finding | None:
    host = answer.host
    later = say("Try again in a few minutes: the server may be overloaded.")
    other = say("Try another network such as a phone's hotspot, or ask whoever looks after this one.")
    match answer.end:
        case "name":
            return _finding("stop", say("The name {host} cannot be looked up.", host=host), other)
        case "refused" | "unreachable":
            return _finding("stop", say("{host} does not take connections from here.", host=host), other)
        case "silent" if answer.at == "answer":
            return _finding("stop", say("{host} accepts connections and does not answer.", host=host), later)
        case "silent":
            return _finding("stop", say("{host} does not answer.", host=host), other)
        case "broken off":
            return _finding("hazard", say("The connection to {host} breaks off.", host=host), other)
        case "loop":
            return _finding("stop", say("{host} sends every request round in a circle.", host=host), later)
        case "unprotected":
            return _finding("stop", say("{host} leads to an address that is not secure.", host=host), other)
        case "certificate":
            return _certificate(answer)
        case "tunnel" | "socks":
            return _finding("stop", say("The network's proxy does not let {host} through.", host=host), other)
        case "answered":
            return _status(answer, later=later, other=other)


def _certificate(answer: Answer) -> Finding:
    issuer = answer.certificate.issuer if answer.certificate else ""
    ask = say("Ask for the certificate of the school or office, and name its file in SSL_CERT_FILE.")
    if "expired" in answer.why.lower():
        said = say("The certificate of {host} has expired.", host=answer.host)
        return _finding(
            "stop", said, say("Set the clock of this computer right; otherwise wait until the server is mended.")
        )
    if "mismatch" in answer.why.lower() or "not valid for" in answer.why.lower():
        said = say("The certificate that came for {host} belongs to another server.", host=answer.host)
        return _finding("stop", said, say("Sign in to the network in a browser, or try another network."))
    if issuer:
        said = say(
            "Connections are read on their way: the certificate for {host} is from “{issuer}”, which is not trusted.",
            host=answer.host,
            issuer=issuer,
        )
        return _finding("stop", said, ask)
    return _finding("stop", say("The certificate of {host} is not trusted.", host=answer.host), ask)


def _status(answer: Answer, *, later: Sentence, other: Sentence) -> Finding | None:
    status, host = answer.status, answer.host
    if answer.page:
        said = say("{host} answers with a web page that is no list of packages.", host=host)
        return _finding("stop", said, say("Check the address of the source in sources.json."))
    if status in (401, 403, 451):
        return _finding("stop", say("{host} refuses: error {status}.", host=host, status=status), other)
    if status in (404, 410):
        said = say("{host} does not have the list of packages that was asked for.", host=host)
        return _finding("stop", said, say("Check the address of the source in sources.json."))
    if status == 429 or status >= 500:
        return _finding("stop", say("{host} has trouble of its own: error {status}.", host=host, status=status), later)
    return None


def _slow(answers: Sequence[Answer]) -> tuple[Finding, ...]:
    """The network as a whole is slow if even the fastest source is."""
    speed = max((answer.bytes_per_s for answer in answers), default=0.0)
    if not 0 < speed < SLOW_BYTES_PER_S:
        return ()
    said = say("The network is slow: {speed} a second.", speed=size_text(int(speed)))
    return (_finding("hazard", said, say("Pause other downloads, or use another network; what has arrived is kept.")),)


def _well(answers: Sequence[Answer]) -> Finding:
    speed = max(answer.bytes_per_s for answer in answers)
    if speed:
        said = say(
            "{hosts}: they answer now, with {speed} a second.", hosts=_hosts(answers), speed=size_text(int(speed))
        )
    else:
        said = say("{hosts}: they answer now.", hosts=_hosts(answers))
    return Finding("network", "good", said)


def _hosts(answers: Iterable[Answer]) -> str:
    return ", ".join(dict.fromkeys(answer.host for answer in answers))


def is_bad(finding: Finding) -> bool:
    """Whether a finding says that something is wrong."""
    return finding.level in ("stop", "hazard")
