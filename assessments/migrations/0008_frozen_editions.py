from django.db import migrations

from assessments.guards import freeze, thaw


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0007_history_and_clearances"),
    ]

    operations = [
        migrations.RunPython(freeze, thaw),
    ]
