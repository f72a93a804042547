"""Seeds of their own for each purpose, made from the one that a person sees."""

from __future__ import annotations

from core.sentence import Problem

HIGHEST = 2**63 - 1


class SeedError(Problem):
    """A number that is no seed."""


def check_seed(seed: int) -> int:
    """Return `seed` if it is one; raise `SeedError`."""
    if not 0 <= seed <= HIGHEST:
        raise SeedError("A seed is a whole number from 0 to {highest}.", highest=HIGHEST)
    return seed


def mix(seed: int, *parts: int) -> int:
    """Return a seed of its own for each purpose, from 0 to 2**63 − 1 (splitmix64 over the parts)."""
    state = seed
    for part in parts:
        state = (state + 0x9E3779B97F4A7C15 * (part + 1)) & (2**64 - 1)
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        state ^= state >> 31
    return state >> 1
