"""The state of a message that waits for its large file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0005_outgoing_tried_at_alter_outgoing_state"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outgoing",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("held", "Held"),
                    ("travelling", "Travelling"),
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
