"""What `make bench` measures. Every bound is a ratio of two things timed in turns on the same machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Literal

Kind = Literal["at_least", "at_most"]
_SIGNS = {"at_least": ">=", "at_most": "<="}


def measure(cases: Mapping[str, Callable[[], object]], runs: int = 5, turns: int = 1) -> dict[str, float]:
    """The median seconds of each case; all cases take their turn in every run, so a busy machine hits all.

    ``turns``: how often in each run, for cases too short to be timed alone; the seconds are those of all.
    """
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(runs):
        taken = dict.fromkeys(cases, 0.0)
        for turn in range(turns):
            # To and fro: neither case always pays for what the other has left to the disk.
            for name, case in list(cases.items())[:: -1 if turn % 2 else 1]:
                start = time.perf_counter()
                case()
                taken[name] += time.perf_counter() - start
        for name, time_taken in taken.items():
            seconds[name].append(time_taken)
    return {name: statistics.median(times) for name, times in seconds.items()}


def report(name: str, ratio: float, bound: float, kind: Kind) -> bool:
    """Prints one line; whether the bound holds."""
    holds = ratio >= bound if kind == "at_least" else ratio <= bound
    print(f"{name:56} {ratio:8.2f} {_SIGNS[kind]} {bound:5.2f}  {'ok' if holds else 'FAILED'}", flush=True)
    return holds
