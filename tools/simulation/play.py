"""Play one seed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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


def play(
    seed: int, *, steps: int = STEPS, often: Mapping[str, float] = MappingProxyType({})
) -> Outcome:
    """Play the course of events of a seed, let everything heal, and return what is wrong.

    Each seed has a mood of its own: some things happen more often in it, and others hardly ever.

    Args:
        seed: What the course of events comes from.
        steps: How many things happen before everything heals.
        often: How much more often than usual some of them happen.

    Source: A. Groce and others, "Swarm Testing", ISSTA 2012.
    """
    chance = random.Random(seed)  # noqa: S311  # a course of events, no secret
    with a_world(chance) as world:
        weights = [
            weight * often.get(name, 1) * chance.choice((0.3, 1, 3))
            for name, weight in COURSE.items()
        ]
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
