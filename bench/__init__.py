"""What `make bench` measures. Every bound is a ratio of two things timed in turns on the same machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Literal


def measure(cases: Mapping[str, Callable[[], object]], runs: int = 5) -> dict[str, float]:
    """The median seconds of each case; all cases take their turn in every run, so a busy machine hits all."""
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(runs):
        for name, case in cases.items():
            start = time.perf_counter()
            case()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in seconds.items()}


def report(name: str, ratio: float, bound: float, kind: Literal["at_least", "at_most"]) -> bool:
    """Prints one line; whether the bound holds."""
    holds = ratio >= bound if kind == "at_least" else ratio <= bound
    print(f"{'ok' if holds else 'FAIL':4} {name}: {ratio:.2f} ({kind.replace('_', ' ')} {bound:.2f})")
    return holds
