import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Carriage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("way", models.CharField(choices=[("out", "Out"), ("in", "In")], max_length=3)),
                ("means", models.CharField(max_length=5)),
                ("node", models.CharField(max_length=40)),
                ("by_name", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("unknown", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("early", models.PositiveIntegerField(default=0)),
                ("files", models.PositiveIntegerField(default=0)),
                ("signed_for", models.PositiveIntegerField(default=0)),
                ("left", models.PositiveIntegerField(default=0)),
                ("refused", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["node", "way", "-at"], name="courier_carriage_newest")
                ],
            },
        ),
    ]
