"""Figures of the node in the text format of Prometheus: counts and ages, nothing of people."""

from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from schakel.accounts.queries import list_unsent_notices
from schakel.audit.queries import count_events, glance
from schakel.exchange.queries import list_links
from schakel.upkeep.core.health import Level, judge
from schakel.upkeep.queries import program_version, state_of_node

LEVELS = {Level.OK: 0, Level.WARN: 1, Level.FAIL: 2}
NEVER = -1  # seconds, of an age that nothing has


def write_metrics(now: datetime) -> str:
    """Return the figures of this node at `now`."""
    into = CollectorRegistry(auto_describe=True)
    _node(into, now=now)
    _links(into, now=now)
    _log(into)
    return generate_latest(into).decode("utf-8")


def _node(into: CollectorRegistry, *, now: datetime) -> None:
    state = state_of_node(now)
    _gauge(into, "build", "1, with the version of the program", label="version").labels(
        program_version()
    ).set(1)
    levels = _gauge(into, "check_level", "0 is well, 1 is a warning, 2 has failed", label="check")
    for check in judge(state):
        levels.labels(check.name).set(LEVELS[check.level])
    for name, text, age in [
        ("worker_silent_seconds", "since the worker last showed itself", state.worker_silent),
        ("outbox_oldest_seconds", "age of the oldest envelope that waits", state.oldest_waiting),
        ("backup_age_seconds", "since the last archive of the data was made", state.backup_age),
    ]:
        _gauge(into, name, f"{text}; {NEVER} for never").set(_seconds(age))
    _gauge(into, "disk_free_ratio", "share of the disk of the home that is free").set(
        state.disk_free
    )
    _gauge(into, "notices_unsent", "notices that could not be sent yet").set(
        list_unsent_notices().count()
    )


def _links(into: CollectorRegistry, *, now: datetime) -> None:
    out = _gauge(into, "link_waiting_out", "envelopes that wait to be taken", label="partner")
    inside = _gauge(into, "link_waiting_in", "envelopes waiting to take effect", label="partner")
    down = _gauge(into, "link_down_seconds", "since the partner stopped answering", label="partner")
    for link in list_links():
        out.labels(link.node).set(link.waiting_out)
        inside.labels(link.node).set(link.waiting_in)
        down.labels(link.node).set(_seconds(now - link.down_since) if link.down_since else 0)


def _log(into: CollectorRegistry) -> None:
    log = glance()
    _gauge(into, "log_entries", "sealed lines of the log").set(log.entries)
    _gauge(into, "log_unsealed", "lines of the log that wait to be sealed").set(log.unsealed)
    events = Counter("schakel_events", "lines of the log by event", ["event"], registry=into)
    for event, count in count_events().items():
        events.labels(event).inc(count)


def _gauge(into: CollectorRegistry, name: str, text: str, *, label: str = "") -> Gauge:
    return Gauge(f"schakel_{name}", text, [label] if label else [], registry=into)


def _seconds(age: timedelta | None) -> float:
    return NEVER if age is None else age.total_seconds()
