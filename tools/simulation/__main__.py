"""`python -m tools.simulation --seeds 10000`: play many seeds; a seed that fails prints itself.

`--replay SEED` plays one and shows what happened.
"""

import argparse
import logging
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.site.settings.test")
django.setup()
logging.disable(logging.CRITICAL)  # refusals and failures are what is played here

from tools.simulation.play import STEPS, play  # noqa: E402


def main() -> int:
    """Play what the command line asks for; return 1 when a seed failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--steps", type=int, default=STEPS, help="things that happen per seed")
    parser.add_argument("--replay", type=int, help="play this one, and show what happens")
    given = parser.parse_args()
    if given.replay is not None:
        outcome = play(given.replay, steps=given.steps)
        print("\n".join([*outcome.trace, *(outcome.faults or ["all is well"])]))
        return 1 if outcome.faults else 0
    begun, messages, crashes, bad = time.monotonic(), 0, 0, 0
    for seed in range(given.first, given.first + given.seeds):
        outcome = play(seed, steps=given.steps)
        messages, crashes = messages + outcome.messages, crashes + outcome.crashes
        for fault in outcome.faults:
            print(f"seed {seed}: {fault}")
        bad += bool(outcome.faults)
    seconds = time.monotonic() - begun
    print(
        f"{given.seeds} seeds, {messages} messages, {crashes} power cuts during an action,"
        f" {bad} seeds failed, {seconds:.0f} s"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
