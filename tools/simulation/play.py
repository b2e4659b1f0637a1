"""Play one seed."""

import random
from dataclasses import dataclass, field

from tools.simulation.check import faults
from tools.simulation.world import COURSE, a_world

STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one seed."""

    seed: int
    faults: list[str]
    trace: list[str] = field(repr=False)
    crashes: int = 0
    messages: int = 0
    restores: int = 0


def play(seed: int, *, steps: int = STEPS) -> Outcome:
    """Play the course of events of a seed, let everything heal, and return what is wrong.

    Each seed has a mood of its own: some things happen more often in it, and others hardly ever.

    Source: A. Groce and others, "Swarm Testing", ISSTA 2012.
    """
    chance = random.Random(seed)  # noqa: S311  # a course of events, no secret
    with a_world(chance) as world:
        weights = [often * chance.choice((0.3, 1, 3)) for often in COURSE.values()]
        for name in chance.choices(list(COURSE), weights=weights, k=steps):
            getattr(world, name)()
        found = [*world.heal(), *faults(world)]
        messages = sum(
            machine.ask("SELECT count(*) FROM exchange_outgoing")[0][0]
            for machine in world.machines.values()
        )
        return Outcome(
            seed=seed,
            faults=found,
            trace=world.trace,
            crashes=world.crashes,
            messages=messages,
            restores=world.restores,
        )
