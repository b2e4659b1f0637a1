"""`python -m tools.simulation --seeds 10000`: play many seeds; a seed that fails prints itself.

`--replay SEED` plays one and shows what happened. `--bugs` puts in one bug after the other, and
says in which seed each shows and after how many seconds.
"""

import argparse
import os
import sys
import time

from tools.simulation.many import Sum, play_all
from tools.simulation.play import STEPS, play

TOLD_EVERY = 500  # seeds


def main() -> int:
    """Play what the command line asks for; return 1 when a seed failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--steps", type=int, default=STEPS, help="things that happen per seed")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--replay", type=int, help="play this one, and show what happens")
    parser.add_argument("--bugs", action="store_true", help="find the bugs put in on purpose")
    given = parser.parse_args()
    if given.bugs:
        return look_for_bugs()
    if given.replay is not None:
        outcome = play(given.replay, steps=given.steps)
        print("\n".join([*outcome.trace, *(outcome.faults or ["all is well"])]))
        return 1 if outcome.faults else 0
    begun, sums = time.monotonic(), list[Sum]()
    seeds = range(given.first, given.first + given.seeds)
    for done in play_all(seeds, given.steps, processes=given.processes):
        sums.append(done)
        for fault in done.faults:
            print(fault, flush=True)
        played = sum(one.seeds for one in sums)
        if played % TOLD_EVERY == 0:
            print(f"{played} seeds, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    bad = len({fault.partition(":")[0] for one in sums for fault in one.faults})
    print(
        f"{given.seeds} seeds, {sum(one.messages for one in sums)} messages,"
        f" {sum(one.crashes for one in sums)} power cuts during an action,"
        f" {sum(one.restores for one in sums)} restores, {bad} seeds failed,"
        f" {time.monotonic() - begun:.0f} s"
    )
    return 1 if bad else 0


def look_for_bugs() -> int:
    """Put in each bug by itself and print when it was found; return 1 when one survived."""
    from tools.simulation.bugs import BUGS, find  # noqa: PLC0415  # Django is set up by now

    found = {bug.name: find(bug) for bug in BUGS}
    for name, one in found.items():
        print(
            f"{name}: seed {one.seed}, {one.seconds} s: {one.fault[:110]}"
            if one
            else f"{name}: survived"
        )
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
