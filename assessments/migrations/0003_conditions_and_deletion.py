import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="advice",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="assessments.source",
                verbose_name="source",
            ),
        ),
        migrations.AlterField(
            model_name="businessfunction",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                to="assessments.department",
                verbose_name="department",
            ),
        ),
        migrations.AlterField(
            model_name="businessfunction",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                to="assessments.source",
                verbose_name="source",
            ),
        ),
        migrations.AlterField(
            model_name="choice",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="assessments.source",
                verbose_name="source",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                to="assessments.step",
                verbose_name="step",
            ),
        ),
        # Nothing was released with the table Django made by itself, so no condition is lost with it.
        migrations.RemoveField(model_name="question", name="shown_by"),
        migrations.CreateModel(
            name="ShownBy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "choice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="assessments.choice",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="assessments.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
                "constraints": [
                    models.UniqueConstraint(fields=("question", "choice"), name="one_condition_per_choice")
                ],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="shown_by",
            field=models.ManyToManyField(
                blank=True,
                related_name="reveals",
                through="assessments.ShownBy",
                to="assessments.choice",
                verbose_name="asked only after",
            ),
        ),
    ]
