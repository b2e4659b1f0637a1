"""Tables of the privacy officer's files."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Breach",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=60)),
                ("discovered_at", models.DateTimeField()),
                ("what", models.TextField()),
                ("consequences", models.TextField(blank=True)),
                ("measures", models.TextField(blank=True)),
                ("people", models.PositiveIntegerField(default=0)),
                ("reported_at", models.DateTimeField(null=True)),
                ("report_reference", models.CharField(blank=True, max_length=100)),
                ("late_reason", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "access"),
                            ("rectification", "rectification"),
                            ("erasure", "erasure"),
                            ("restriction", "restriction"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("asked", models.TextField(blank=True)),
                ("person_ids", models.JSONField(default=list)),
                ("received_date", models.DateField()),
                ("extension_weeks", models.PositiveSmallIntegerField(default=0)),
                ("extension_reason", models.CharField(blank=True, max_length=500)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "granted"),
                            ("partly", "partly"),
                            ("refused", "refused"),
                        ],
                        max_length=20,
                    ),
                ),
                ("outcome_reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecipientNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("recipient", models.CharField(max_length=80)),
                ("told_at", models.DateTimeField(null=True)),
                ("how", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "breach",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="oversight.breach",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="oversight.subjectrequest",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="subjectrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", ""), ("decided_at__isnull", False), _connector="XOR"
                ),
                name="oversight_request_decided_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="subjectrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("extension_weeks__in", (0, 4, 6))),
                name="oversight_request_extension",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipientnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("request__isnull", True), ("breach__isnull", True), _connector="XOR"
                ),
                name="oversight_notice_of_one_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipientnotice",
            constraint=models.UniqueConstraint(
                fields=("request", "recipient"), name="oversight_notice_once_per_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="recipientnotice",
            constraint=models.UniqueConstraint(
                fields=("breach", "recipient"), name="oversight_notice_once_per_breach"
            ),
        ),
    ]
