"""Play many seeds on all processors."""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.site.settings.test")
django.setup()
logging.disable(logging.CRITICAL)  # refusals and failures are what is played here

from tools.simulation.play import play  # noqa: E402

AT_ONCE = 10  # seeds that a process takes before it says how they went


@dataclass(frozen=True, slots=True)
class Sum:
    """What came of some seeds."""

    seeds: int
    messages: int
    crashes: int
    restores: int
    faults: list[str]


def play_some(seeds: range, steps: int) -> Sum:
    """Play some seeds, one after the other."""
    outcomes = [play(seed, steps=steps) for seed in seeds]
    return Sum(
        seeds=len(seeds),
        messages=sum(one.messages for one in outcomes),
        crashes=sum(one.crashes for one in outcomes),
        restores=sum(one.restores for one in outcomes),
        faults=[f"seed {one.seed}: {fault}" for one in outcomes for fault in one.faults],
    )


def play_all(seeds: range, steps: int, *, processes: int) -> Iterator[Sum]:
    """Play all seeds on some processes, and yield what came of each handful."""
    handfuls = [seeds[at : at + AT_ONCE] for at in range(0, len(seeds), AT_ONCE)]
    if processes == 1:
        yield from (play_some(some, steps) for some in handfuls)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for done in as_completed(pool.submit(play_some, some, steps) for some in handfuls):
            yield done.result()
