"""Stops that partners told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HeardStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stop_id", models.UUIDField()),
                ("node", models.CharField(max_length=40)),
                ("scope", models.CharField(max_length=20)),
                ("thread_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("node", "stop_id"), name="halting_heard_once")
                ],
            },
        ),
    ]
