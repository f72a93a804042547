"""Times, ratios and sentences of the comparison as a person reads them."""

from __future__ import annotations

import math

from core.messages.inside.compare import CopyTime, NumberTime, ThreadTime, VectorTime
from core.sizes import size_text
from gui.inside.compare.results import Results, crossing, flat_up_to
from gui.kit.words import tr


def time_text(seconds: float) -> str:
    """Return "72 µs", "1.4 ms", "2.1 s"."""
    for factor, unit in ((1e-6, "µs"), (1e-3, "ms")):
        if seconds < factor * 999.5:
            value = seconds / factor
            return f"{value:.0f} {unit}" if value >= 99.5 else f"{value:.3g} {unit}"
    return f"{seconds:.3g} s"


def times_text(ratio: float) -> str:
    """Return "1 ×", "1.8 ×", "0.04 ×", "42 ×"."""
    return tr("{n} ×", n=f"{ratio:,.0f}" if ratio >= 9.95 else f"{ratio:.2g}")


def device_text(name: str) -> str:
    """Return torch's word for the device without a number nobody needs."""
    return name.removesuffix(":0")


def what_it_says(results: Results, *, net: str) -> list[str]:
    """Return what the times of the layers say, a sentence each; `net`: the network in one line."""
    layers, told = results.layers, []
    if "cpu" not in layers:
        return []
    cpu = layers["cpu"]
    others = [name for name in layers if name != "cpu"]
    for name in others:
        width = crossing(cpu, layers[name])
        if width is None:
            told.append(tr("{device} is not faster at any width measured.", device=device_text(name)))
        elif width:
            told.append(tr(
                "Below a width of about {width:,} the processor wins: starting a kernel of {device} takes longer than "
                "the arithmetic.", width=round(width), device=device_text(name),
            ))  # fmt: skip
        last = results.best(cpu[-1].width)
        if last is not None and last[0] == name:
            told.append(tr(
                "At {width:,} {device} is {times} as fast.", width=cpu[-1].width, device=device_text(name),
                times=times_text(last[1]),
            ))  # fmt: skip
    flat = flat_up_to(cpu)
    if flat > cpu[0].width:
        told.append(tr(
            "Up to a width of {width:,} a step on the processor takes hardly longer than at {least}: starting the "
            "operations costs more than the arithmetic.", width=flat, least=cpu[0].width,
        ))  # fmt: skip
    if len(cpu) > 1:
        told.append(tr(
            "At {width:,} it takes {time}, {times} the time of {least}, for {work:,} × the arithmetic.",
            width=cpu[-1].width, time=time_text(cpu[-1].seconds), least=cpu[0].width,
            times=times_text(cpu[-1].seconds / cpu[0].seconds), work=round((cpu[-1].width / cpu[0].width) ** 2),
        ))  # fmt: skip
    if results.nets:
        best = min(results.nets, key=lambda one: one.seconds)
        told.append(tr(
            "Your network ({net}) takes {time} a step on {device}.", net=net, time=time_text(best.seconds),
            device=device_text(best.device),
        ))  # fmt: skip
    if not others:
        told.append(tr(
            "This PyTorch sees no GPU here. With one, its line would stand beside this one; none is guessed."
        ))  # fmt: skip
    return told


def copy_rows(results: Results) -> list[tuple[str, str]]:
    """Return (what was copied, time and speed) of the copies."""
    names = {
        "to": "x.to({device})", "to_pinned": "x.pin_memory().to({device})", "from": "x.to(cpu)", "within": "y.copy_(x)",
    }  # fmt: skip
    found = []
    for event in results.events:
        if isinstance(event, CopyTime):
            name = names[event.kind].format(device=f'"{device_text(event.device)}"').replace("(cpu)", '("cpu")')
            speed = f"{event.bytes / event.seconds / 1e9:.1f} GB/s"
            found.append((f"{name}  {size_text(event.bytes)}", f"{time_text(event.seconds)} · {speed}"))
    return found


def number_rows(results: Results) -> list[tuple[str, str]]:
    """Return (number type, how many times as fast as float32 · how far off) of the number types."""
    found = []
    products = [event for event in results.events if isinstance(event, NumberTime)]
    for event in products:
        like = next((e for e in products if e.device == event.device and e.number_type == "float32"), event)
        several = len({e.device for e in products}) > 1
        name = event.number_type if not several else f"{event.number_type} · {device_text(event.device)}"
        off = "" if not event.error else " · " + tr("off by {share}", share=share_text(event.error))
        found.append((name.replace("tf32", "TF32"), f"{times_text(like.seconds / event.seconds)}{off}"))
    return found


def share_text(share: float) -> str:
    """Return a small share: "0.4 %", "0.00003 %"."""
    percent = share * 100
    digits = max(0, 1 - math.floor(math.log10(percent))) if percent > 0 else 0
    return f"{percent:.{min(digits, 9)}f}".rstrip("0").rstrip(".") + " %"


def thread_rows(results: Results) -> list[tuple[str, str]]:
    """Return (threads, how many times as fast as one: a layer, the network) and the vector widths."""
    threads = [event for event in results.events if isinstance(event, ThreadTime)]
    found = []
    for event in threads:
        one = threads[0]
        net = ""
        if not math.isnan(event.net_s) and not math.isnan(one.net_s):
            net = " · " + tr("your network {times}", times=times_text(one.net_s / event.net_s))
        name = tr("1 thread") if event.threads == 1 else tr("{count} threads", count=event.threads)
        found.append((name, times_text(one.layer_s / event.layer_s) + net))
    return found


def vector_rows(results: Results) -> list[tuple[str, str]]:
    """Return (what the loop was compiled for, how many times as fast as without vectors)."""
    vectors = [event for event in results.events if isinstance(event, VectorTime)]
    names = {"default": tr("no vectors of its own"), "avx2": "AVX2", "avx512": "AVX-512"}
    return [
        (names.get(event.capability, event.capability), times_text(vectors[0].seconds / event.seconds))
        for event in vectors
    ]


def thread_note(results: Results) -> str:
    """Return what the threads say of the network, "" if nothing was measured."""
    threads = [e for e in results.events if isinstance(e, ThreadTime) and not math.isnan(e.net_s)]
    if len(threads) < 2:
        return ""
    best = min(threads, key=lambda event: event.net_s)
    if best.threads == 1:
        return tr("For your network one thread is fastest: handing out the work takes longer than doing it.")
    return tr("For your network {count} threads are fastest.", count=best.threads)


def left_out_text(what: str) -> str:
    """Return in words what was not measured, by the name that its piece has (`core.inside.compare.pieces`)."""
    kind, _, rest = what.partition(" ")
    if kind == "launch":
        return tr("the smallest operation · {device}", device=device_text(rest))
    if kind == "network":
        return tr("your network · {device}", device=device_text(rest))
    if kind == "layer":
        width, _, device = rest.partition(" ")
        return tr("a layer of {width} units · {device}", width=width, device=device_text(device))
    if kind == "copy":
        return tr("copies · {device}", device=device_text(rest.rpartition(" ")[2]))
    if rest == "threads":
        return tr("{count} threads", count=kind)
    return rest if kind == "capability" else f"{kind} · {device_text(rest)}"
