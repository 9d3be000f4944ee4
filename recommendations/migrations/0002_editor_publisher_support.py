"""The three groups of people who work on questionnaires, each with exactly these rights."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

PARTS = (
    ("assessments", "step"),
    ("assessments", "question"),
    ("assessments", "choice"),
    ("assessments", "advice"),
    ("assessments", "businessfunction"),
    ("assessments", "department"),
    ("assessments", "source"),
    ("assessments", "translation"),
    ("recommendations", "exampleclient"),
)
QUESTIONNAIRE = ("assessments", "questionnaire")
READ = {(app, f"view_{model}") for app, model in (QUESTIONNAIRE, *PARTS)}
WRITE = {
    (app, f"{act}_{model}") for app, model in (QUESTIONNAIRE, *PARTS) for act in ("add", "change", "delete")
}
DECIDE = {("assessments", f"{act}_questionnaire") for act in ("publish", "retire", "reword")}
GROUPS = {"editor": READ | WRITE, "publisher": READ | DECIDE, "support": READ}


def make_groups(apps: Apps, _editor: object) -> None:
    """Give each group its rights; one that somebody made by this name before keeps what it has besides."""
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for app in ("assessments", "recommendations"):
        _make_permissions(apps, app)
    every = {(one.content_type.app_label, one.codename): one for one in Permission.objects.select_related("content_type")}
    for name, rights in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*(every[right] for right in sorted(rights)))


def _make_permissions(apps: Apps, app: str) -> None:
    """Make them now: Django itself does so only when the last migration is done."""
    config = apps.get_app_config(app)
    config.models_module = getattr(config, "models_module", None) or True
    create_permissions(config, apps=apps, verbosity=0)


def drop_groups(apps: Apps, _editor: object) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("recommendations", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_groups, drop_groups),
    ]
