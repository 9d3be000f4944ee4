from django.db import migrations

from assessments.authoring.guards import freeze, thaw


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_initial"),
    ]

    operations = [
        migrations.RunPython(freeze, thaw),
    ]
