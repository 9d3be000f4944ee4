"""No Docker engine is asked for: the image's own steps are carried out one by one in a clean folder."""

import json
import re
import runpy
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest
import yaml
from django.conf import settings
from django.db import connection

from tests.config.sites import PATIENCE, ROOT, ask, environment, free_port, served, wait_for

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("web", "prepare")


@dataclass(frozen=True)
class Stage:
    """One FROM of the Dockerfile and what follows it, line continuations joined."""

    lines: tuple[tuple[str, str], ...]

    def all(self, word):
        return [rest for kind, rest in self.lines if kind == word]

    def variables(self, path):
        pairs = (pair.partition("=") for line in self.all("ENV") for pair in shlex.split(line))
        return {name: value.replace("/app/", f"{path}/") for name, _, value in pairs}

    def command(self, word):
        return json.loads(self.all(word)[-1].partition("[")[1] + self.all(word)[-1].partition("[")[2])


def stages():
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    lines = [line.partition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    starts = [number for number, (word, _, _) in enumerate(lines) if word == "FROM"]
    return [
        Stage(tuple((word, rest.strip()) for word, _, rest in lines[start:end]))
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]


def context():
    """List what `COPY . .` would take: everything that git knows or would take, less .dockerignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    left_out = tuple(line for line in (ROOT / ".dockerignore").read_text().splitlines() if "*" not in line)
    return [name for name in listed if name.partition("/")[0] not in left_out and (ROOT / name).exists()]


@pytest.fixture
def own_database(db):
    """A database of the image's own on the run's PostgreSQL server."""
    if connection.vendor != "postgresql":
        pytest.skip("the image is made for PostgreSQL; the run on PostgreSQL looks at it")
    given = settings.DATABASES["default"]
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    name = f"image_{uuid4().hex[:8]}"
    parts = {"host": host, "port": given["PORT"] or 5432, "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **parts) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield "postgresql://{user}:{password}@/{name}?host={host}&port={port}".format(name=name, **parts)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def asked_for_health(image, **where):
    """Ask as an engine does, again and again: a machine with other work may answer the first questions too late."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = subprocess.run(image.command("HEALTHCHECK"), **where, capture_output=True, text=True)
        if answer.returncode == 0:
            return answer.stdout
    return ""


@pytest.mark.slow
def test_the_images_own_steps_build_a_site_that_migrates_serves_and_knows_that_it_is_well(tmp_path, own_database):
    build, image = stages()
    app = tmp_path / "app"
    for name in context():
        target = app / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "python")], check=True)
    path = f"{tmp_path / 'python' / 'bin'}:/usr/local/bin:/usr/bin:/bin"
    for step in build.all("RUN"):
        subprocess.run(["sh", "-ec", step], cwd=app, env=environment(**build.variables(app), PATH=path), check=True)
    port = free_port()
    running = environment(
        **image.variables(app)
        | {"PATH": f"{app / '.venv' / 'bin'}:/usr/bin:/bin", "GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(port)},
        ALLOWED_HOSTS="sourcefit.example",
        DATABASE_URL=own_database,
        SECRET_KEY="0123456789" * 5,
        TRUSTED_PROXIES="1",
    )

    prepared = subprocess.run(COMPOSE["services"]["prepare"]["command"], cwd=app, env=running, check=True)
    with served(image.command("CMD"), cwd=app, env=running) as site:
        wait_for(port, site)
        well = asked_for_health(image, cwd=app, env=running)
        first = ask(port, "/", host="sourcefit.example", forwarded="https")
        plain = ask(port, "/", host="sourcefit.example")
        stranger = ask(port, "/", host="evil.example", forwarded="https")

    assert prepared.returncode == 0
    assert well == "ready\n"
    assert (first.status, plain.status, stranger.status) == (200, 301, 400)
    assert first.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert not (app / "var").exists()


def test_the_image_is_not_run_by_root():
    assert stages()[-1].all("USER") == ["10001:10001"]


def test_the_image_and_the_makefile_take_the_same_uv():
    version = re.search(r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert f"uv=={version[1]}" in (ROOT / "Dockerfile").read_text()


def test_the_compose_file_follows_the_published_schema():
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        "docker-compose.yml",
    ]

    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (checked.returncode, checked.stdout) == (0, "ok -- validation done\n")


def test_the_schema_would_have_found_a_mistake(tmp_path):
    (tmp_path / "docker-compose.yml").write_text("services: {web: {image: x, read_onyl: true}}")
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        "docker-compose.yml",
    ]

    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert (checked.returncode, "read_onyl" in checked.stdout) == (1, True)


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_a_container_cannot_change_its_own_files_or_gain_rights(name):
    service = COMPOSE["services"][name]

    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_web_can_be_scaled_because_only_the_proxy_takes_ports_and_no_container_is_named():
    with_ports = [name for name, service in COMPOSE["services"].items() if "ports" in service]
    named = [name for name, service in COMPOSE["services"].items() if "container_name" in service]

    assert (with_ports, named) == (["proxy"], [])


def test_migrations_run_once_before_any_web_container():
    assert COMPOSE["services"]["web"]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert COMPOSE["services"]["prepare"]["restart"] == "no"


def test_every_value_that_compose_demands_is_explained():
    text = (ROOT / "docker-compose.yml").read_text()
    demanded = set(re.findall(r"\$\{(\w+):\?", text))
    explained = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert demanded == explained == {"DEFAULT_FROM_EMAIL", "SITE_NAME"}


def test_every_secret_is_a_file_made_by_the_script_and_seen_by_whom_it_is_for(tmp_path):
    script = runpy.run_path(str(ROOT / "deploy" / "make_secrets.py"))
    made = script["make"](tmp_path / "secrets", "smtp+tls://mail.example:587")
    named = {
        name: {_source(one) for one in service.get("secrets", ())} for name, service in COMPOSE["services"].items()
    }

    assert sorted(COMPOSE["secrets"]) == made
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert named == {
        "proxy": set(),
        "web": {"email_url", "secret_key", "secret_key_fallbacks", "database_url_web"},
        "prepare": {"email_url", "secret_key", "secret_key_fallbacks", "database_url_owner"},
        "database": {"owner_password", "web_password"},
    }


def test_secrets_that_are_there_are_never_made_anew(tmp_path):
    make = runpy.run_path(str(ROOT / "deploy" / "make_secrets.py"))["make"]
    make(tmp_path, "smtp+tls://mail.example:587")
    before = {file.name: file.read_text() for file in tmp_path.iterdir()}

    make(tmp_path, "smtp+tls://another.example:587")

    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == before
    assert len(set(before.values())) == len(before) == 7


def test_no_secret_is_committed_or_built_into_the_image():
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    assert "secrets" in (ROOT / ".dockerignore").read_text().splitlines()
    assert re.findall(r"^ENV.*(?:PASSWORD|SECRET|TOKEN)", (ROOT / "Dockerfile").read_text(), re.MULTILINE) == []


def _source(secret):
    return secret if isinstance(secret, str) else secret["source"]


def test_every_variable_that_is_read_is_explained():
    read = {
        name
        for path in (ROOT / "config").rglob("*.py")
        for name in re.findall(
            r"""(?:text|words|switch|whole_number|limit|environ\.get)\(\s*"([A-Z_]+)\"""", path.read_text()
        )
    }
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read - explained == {"GRANIAN_PORT"}


def test_the_lock_file_names_the_public_index_alone():
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text()))

    assert (hosts, "file://" in (ROOT / "uv.lock").read_text()) == ({"pypi.org", "files.pythonhosted.org"}, False)
