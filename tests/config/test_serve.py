import re
import socket
import stat
import sys
import time
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from config.management.commands.serve import granian_arguments
from tests.config.sites import ROOT, ask, environment, free_port, manage, served, wait_for


def serve(port):
    return (sys.executable, "manage.py", "serve", "--port", str(port))


def granian(*words):
    return (str(Path(sys.executable).with_name("granian")), *words)


def test_the_first_run_keeps_everything_in_one_folder(prepared_site):
    assert sorted(path.name for path in prepared_site.iterdir()) == ["secret-key", "sourcefit.sqlite3", "static"]
    assert stat.S_IMODE((prepared_site / "secret-key").stat().st_mode) == 0o600


def test_preparing_again_changes_nothing(site_copy):
    def snapshot():
        return {path: path.read_bytes() for path in site_copy.rglob("*") if path.is_file()}

    before = snapshot()

    again = manage("prepare", SOURCEFIT_VAR=str(site_copy))

    assert (again.returncode, again.stderr, snapshot() == before) == (0, "", True)


def test_the_served_site_shows_its_first_page_with_hashed_files(site_copy):
    port = free_port()

    with served(serve(port), env=environment(SOURCEFIT_VAR=str(site_copy))) as site:
        wait_for(port, site)
        page = ask(port, "/")
        style = next(part.split('"')[0] for part in page.text.split('href="') if "css/site." in part)
        sheet = ask(port, style)
        told = any(line.startswith(f"SourceFit is at http://127.0.0.1:{port}/ ") for line in site.stdout)

    assert (page.status, page.headers["Cache-Control"]) == (200, "private, no-store")
    assert (sheet.status, sheet.headers["Cache-Control"]) == (200, "max-age=315360000, public, immutable")
    assert (told, site.returncode) == (True, 0)


def test_a_database_that_goes_away_is_told_apart_from_a_mistake(site_copy):
    port = free_port()
    command = granian(
        "config.wsgi:application", "--interface", "wsgi", "--port", str(port), "--workers-kill-timeout", "20"
    )

    with served(command, env=environment(SOURCEFIT_VAR=str(site_copy))) as site:
        wait_for(port, site)
        (site_copy / "sourcefit.sqlite3").unlink()
        (site_copy / "sourcefit.sqlite3").mkdir()
        page, alive, ready = ask(port, "/"), ask(port, "/livez"), ask(port, "/readyz")

    assert (page.status, page.headers["Retry-After"], "Back in a moment" in page.text) == (503, "10", True)
    assert (alive.status, ready.status, ready.text) == (200, 503, "the database does not answer\n")


def test_a_taken_port_is_told_in_one_line(prepared_site):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        refused = manage("serve", "--port", str(port), SOURCEFIT_VAR=str(prepared_site))

    assert refused.returncode == 1
    assert refused.stderr == (
        f"CommandError: 127.0.0.1:{port} cannot be listened on (Address already in use): "
        f"choose another address with HOST or PORT, for example make run PORT={port % 65535 + 1}\n"
    )


def test_a_postgresql_server_that_is_not_there_is_told_in_one_line(tmp_path):
    url = f"postgresql://someone:s3cret@127.0.0.1:{free_port()}/site"

    refused = manage(
        "prepare", SOURCEFIT_VAR=str(tmp_path), DATABASE_URL=url, SECRET_KEY="x", ALLOWED_HOSTS="localhost"
    )

    assert (refused.returncode, refused.stderr.count("\n"), "s3cret" in refused.stderr) == (1, 1, False)
    assert "DATABASE_URL names a PostgreSQL server that does not answer (127.0.0.1:" in refused.stderr


def test_a_service_without_a_secret_key_is_refused_in_one_line(tmp_path):
    refused = manage("prepare", SOURCEFIT_VAR=str(tmp_path), SOURCEFIT_ENV="production")

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.startswith("sourcefit: SECRET_KEY is not set (")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--port", "0"], "PORT is “0”: choose a number from 1 to 65535"),
        (["--port", "http"], "PORT is “http”: choose a number from 1 to 65535"),
        (["--host", "nowhere"], "HOST is “nowhere”: give an address of this machine, for example 127.0.0.1"),
        (["--host", "0.0.0.0"], "HOST 0.0.0.0 lets other machines in, and ALLOWED_HOSTS is not set"),
    ],
)
def test_a_wrong_address_is_refused_with_what_to_do(words, sentence, monkeypatch):
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)

    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("serve", *words)

    assert "\n" not in str(refused.value)


def stopped_while_loading(command, tmp_path, **given):
    """Start granian, send it SIGTERM once its worker loads the site, and wait for its end."""
    loading = tmp_path / "loading"
    with served(command, env=environment(LOADING=str(loading), PYTHONPATH=str(ROOT), **given)) as site:
        while not loading.exists():
            assert site.poll() is None
            time.sleep(0.01)
    return site.returncode


def test_a_signal_that_comes_while_the_site_is_loaded_ends_it(tmp_path):
    """Without a limit to its patience: granian's master would wait for ever for a worker that lost the signal."""
    command = granian("config.wsgi:application", "--interface", "wsgi", "--port", str(free_port()))

    code = stopped_while_loading(command, tmp_path, DJANGO_SETTINGS_MODULE="tests.config.stopped")

    assert code == 0


def test_a_worker_that_hears_no_signal_is_ended_all_the_same(tmp_path):
    arguments = granian_arguments("127.0.0.1", str(free_port()))
    arguments[0] = "tests.config.stopped:application"
    limit = arguments.index("--workers-kill-timeout") + 1
    arguments[limit] = "1"

    code = stopped_while_loading(granian(*arguments), tmp_path, IS_DEAF="1")

    assert code == 0


def test_the_image_waits_for_its_workers_less_long_than_compose_for_the_image():
    limit = re.search(r"GRANIAN_WORKERS_KILL_TIMEOUT=(\d+)", (ROOT / "Dockerfile").read_text())
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())

    assert f"{int(limit[1]) + 10}s" == compose["services"]["web"]["stop_grace_period"]
