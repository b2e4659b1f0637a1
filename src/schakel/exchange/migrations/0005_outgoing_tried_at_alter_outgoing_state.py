"""When an envelope was first on its way, and the state of one that was laid aside."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_unpacking"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoing",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="outgoing",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("held", "Held"),
                    ("accepted", "Accepted"),
                    ("delivered", "Delivered"),
                    ("opened", "Opened"),
                    ("failed", "Failed"),
                    ("expired", "Expired"),
                ],
                default="waiting",
                max_length=20,
            ),
        ),
    ]
