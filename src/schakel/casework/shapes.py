"""Where the facts that need to know asks of stand in the tables of this room."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from schakel.access.core.policy import Kind
from schakel.access.queries import Files, Relation, Shape, assigned_to, confined_to
from schakel.casework.models import EntryRelease, Participant, Person, Thread, ThreadEntry

FILES = Files(
    persons=Person.objects.all,
    seats=lambda: Participant.objects.filter(node=settings.SCHAKEL_NODE.code),
    legs=ThreadEntry.objects.all,
    threads=Thread.objects.all,
)
REPORT = Shape(
    kind=Kind.REPORT,
    facts={
        "unit": "unit__code",
        "author": "author_id",
        "regime": "regime",
        "purpose": "purpose",
        "roles": FILES.roles_in("pk"),
        "confined": confined_to("pk"),
        "assigned": assigned_to("pk"),
    },
)
THREAD = Shape(
    kind=Kind.THREAD, facts={**FILES.on_report("report", "pk"), "seated": FILES.seated("pk")}
)
CONTACT = Shape(
    kind=Kind.LEG,
    facts={
        **FILES.on_report("thread__report", "thread_id"),
        "present": FILES.seated("thread_id", at="logged_at"),
        "released": FILES.released_by_page("/casework/contacts/"),
    },
)
ENTRY = Shape(
    kind=Kind.LEG,
    facts={
        **FILES.on_report("thread__report", "thread_id"),
        "present": FILES.seated("thread_id", at="at"),
        "released": Relation(
            where=lambda unit: Q(
                Exists(EntryRelease.objects.filter(entry=OuterRef("pk"), unit_code=unit or ""))
            ),
            of=lambda row: frozenset(row.releases.values_list("unit_code", flat=True)),
        ),
    },
)
