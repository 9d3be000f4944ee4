import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


@pytest.fixture
def given(monkeypatch):
    """Set the environment as an operator would, with nothing else in it."""

    def set_environment(**values):
        for name in ("SOURCEFIT_ENV", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL", "SOURCEFIT_HTTPS"):
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    set_environment()
    return set_environment


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 9), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_the_write_ahead_log_is_used_only_where_sqlite_cannot_corrupt_it(version, journal):
    assert environment.journal_mode(version) == journal


def test_the_embedded_site_makes_one_secret_key_for_its_owner_alone(given, tmp_path):
    first = environment.secret_key(tmp_path / "var")
    again = environment.secret_key(tmp_path / "var")

    file = tmp_path / "var" / "secret-key"
    assert (again, len(first) >= 50, stat.S_IMODE(file.stat().st_mode)) == (first, True, 0o600)
    assert [*file.parent.iterdir()] == [file]


def test_processes_that_start_together_agree_on_the_secret_key(given, tmp_path):
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _turn: environment.secret_key(tmp_path), range(64)))

    assert len(keys) == 1


def test_a_secret_is_read_from_the_file_that_a_vault_wrote(given, monkeypatch, tmp_path):
    (tmp_path / "handed-over").write_text("from a vault\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "handed-over"))

    assert environment.secret_key(tmp_path / "var") == "from a vault"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"SECRET_KEY": "one"}, "SECRET_KEY and SECRET_KEY_FILE are both set"),
        ({}, "the file that SECRET_KEY_FILE names cannot be read"),
    ],
)
def test_a_secret_that_stands_twice_or_nowhere_is_refused_without_being_repeated(given, monkeypatch, values, sentence):
    given(**values)
    monkeypatch.setenv("SECRET_KEY_FILE", "/nowhere/at-all")

    with pytest.raises(ImproperlyConfigured, match=sentence):
        environment.text("SECRET_KEY")


def test_a_secret_key_from_the_environment_leaves_no_file(given, tmp_path):
    given(SECRET_KEY="from-outside")

    assert (environment.secret_key(tmp_path), [*tmp_path.iterdir()]) == ("from-outside", [])


def test_a_folder_that_cannot_be_written_is_named(given, tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")

    with pytest.raises(ImproperlyConfigured, match=r"secret key in .*/var .*SOURCEFIT_VAR"):
        environment.secret_key(tmp_path / "var")


@pytest.mark.parametrize("service", [{"SOURCEFIT_ENV": "production"}, {"DATABASE_URL": "postgresql://localhost/site"}])
def test_a_service_must_be_given_its_secret_key_and_its_names(given, tmp_path, service):
    given(**service)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        environment.secret_key(tmp_path)
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS is not set"):
        environment.allowed_hosts()


def test_the_embedded_site_answers_to_loopback_alone(given):
    assert environment.allowed_hosts() == ["127.0.0.1", "localhost", "[::1]"]


def test_given_names_replace_loopback(given):
    given(ALLOWED_HOSTS=" sourcefit.example, www.sourcefit.example ,")

    assert environment.allowed_hosts() == ["sourcefit.example", "www.sourcefit.example"]


def test_sqlite_takes_its_turn_before_it_reads(given, tmp_path):
    database = environment.database(tmp_path)

    assert database["NAME"] == str(tmp_path / "sourcefit.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "PRAGMA synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_postgresql_is_pooled_and_gives_up_in_time(given, tmp_path):
    given(DATABASE_URL="postgresql://someone:p%40ss@db.example:5433/site?sslmode=require")

    database = environment.database(tmp_path)

    assert {name: database[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "someone",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "site",
    }
    assert (database["CONN_HEALTH_CHECKS"], database["OPTIONS"]["server_side_binding"]) == (True, True)
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 8
    assert "-c statement_timeout=15000 -c lock_timeout=5000" in database["OPTIONS"]["options"]


@pytest.mark.parametrize(
    "url", ["hello", "mysql://someone:s3cret@db.example/site", "postgresql://someone:s3cret@db.example:port/site"]
)
def test_an_address_that_cannot_be_read_is_refused_without_repeating_it(given, tmp_path, url):
    given(DATABASE_URL=url)

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL cannot be read") as refused:
        environment.database(tmp_path)

    assert ("s3cret" in str(refused.value), "\n" in str(refused.value)) == (False, False)


def test_mail_goes_to_the_console_unless_a_server_is_named(given):
    own = environment.email(default="consolemail://")
    given(EMAIL_URL="smtp+tls://someone:secret@mail.example:587")
    named = environment.email(default="consolemail://")

    assert own["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert (named["EMAIL_HOST"], named["EMAIL_PORT"], named["EMAIL_USE_TLS"]) == ("mail.example", 587, True)


def test_an_email_server_that_cannot_be_read_is_refused(given):
    given(EMAIL_URL="pigeon://coop")

    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read"):
        environment.email(default="consolemail://")


@pytest.mark.parametrize(("text", "value"), [("1", True), ("yes", True), ("0", False), ("OFF", False), ("", True)])
def test_a_switch_reads_what_people_write(given, text, value):
    given(SOURCEFIT_HTTPS=text)

    assert environment.switch("SOURCEFIT_HTTPS", default=True) is value


def test_a_switch_refuses_anything_else(given):
    given(SOURCEFIT_HTTPS="maybe")

    with pytest.raises(ImproperlyConfigured, match="SOURCEFIT_HTTPS is “maybe”: write 1 or 0"):
        environment.switch("SOURCEFIT_HTTPS", default=True)


def test_a_number_refuses_anything_else(given):
    given(TRUSTED_PROXIES="one")

    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES is “one”: write a whole number"):
        environment.whole_number("TRUSTED_PROXIES", 0)


def test_a_time_zone_is_one_that_there_is(given):
    given(TIME_ZONE="Europe/Madrid")
    assert environment.time_zone("TIME_ZONE", "UTC") == "Europe/Madrid"

    given(TIME_ZONE="Madrid")
    with pytest.raises(ImproperlyConfigured, match="TIME_ZONE is “Madrid”: write the name of a time zone"):
        environment.time_zone("TIME_ZONE", "UTC")


def test_an_unknown_kind_of_installation_is_refused_with_the_known_ones(given):
    given(SOURCEFIT_ENV="staging")

    with pytest.raises(ImproperlyConfigured, match="SOURCEFIT_ENV is “staging”: choose one of embedded, development"):
        environment.kind()
