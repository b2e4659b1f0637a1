from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_log_fields")]

    operations = [
        migrations.AddField("partnerlog", "anew", models.JSONField(null=True)),
        migrations.AddField("partnerlog", "anew_at", models.BigIntegerField(default=0)),
    ]
