"""Log whom it was about, why, to which authority, on which ground, and what left.

SQLite makes the table anew, and its triggers go with it: they are put back for all columns.
"""

from importlib import import_module

from django.db import migrations, models

guard = import_module("schakel.audit.migrations.0002_append_only")
MORE = (
    "subject_ids",
    "justification",
    "recipient_authority",
    "transfer_basis",
    "fields_sent",
    "content",
)


def protect_all(apps, schema_editor):
    """Put the triggers in place, for the new columns too."""
    guard.protect(apps, schema_editor, guard.CONTENT + MORE)


class Migration(migrations.Migration):
    """Runs between taking the triggers away and putting them back."""

    dependencies = [("audit", "0003_witnesses")]
    operations = [
        migrations.RunPython(guard.unprotect, guard.protect),
        migrations.AddField("logentry", "subject_ids", models.JSONField(default=list)),
        migrations.AddField(
            "logentry", "justification", models.CharField(blank=True, max_length=80)
        ),
        migrations.AddField(
            "logentry", "recipient_authority", models.CharField(blank=True, max_length=80)
        ),
        migrations.AddField(
            "logentry", "transfer_basis", models.CharField(blank=True, max_length=40)
        ),
        migrations.AddField("logentry", "fields_sent", models.JSONField(default=list)),
        migrations.AddField("logentry", "content", models.CharField(blank=True, max_length=64)),
        migrations.RunPython(protect_all, guard.unprotect),
    ]
