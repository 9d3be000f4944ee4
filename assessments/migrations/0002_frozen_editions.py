from django.db import migrations

from assessments.authoring.guards import freeze, thaw


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(freeze, thaw),
    ]
