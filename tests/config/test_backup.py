"""A backup of the embedded database: taken while it is written to, refused when it can't be trusted, put back whole."""

import sqlite3
from contextlib import closing
from threading import Event, Thread

import pytest

from config.backups import BackupError, check, copy, put_back
from tests.config.sites import manage

ROWS = 2_000


def make(path, *, rows=ROWS):
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE django_migrations (app, name)")
        database.execute("INSERT INTO django_migrations VALUES ('assessments', '0001_initial'), ('auth', '0012_x')")
        database.execute("CREATE TABLE pair (a, b, filler)")
        database.executemany("INSERT INTO pair VALUES (0, ?, ?)", [(-row, "x" * 500) for row in range(rows)])
        database.commit()
    return path


def rows(path):
    with closing(sqlite3.connect(path)) as database:
        return list(database.execute("SELECT a, b FROM pair"))


@pytest.fixture
def database(tmp_path):
    return make(tmp_path / "site.sqlite3")


def test_a_backup_taken_while_somebody_saves_is_of_one_moment(database, tmp_path):
    """Every save changes two places at once; a copy of two moments would show one without the other."""
    begun, stop = Event(), Event()

    def save():
        with closing(sqlite3.connect(database, timeout=120)) as own:
            count = 0
            # As quick as many people together; without any breath a copy would wait for its turn for minutes.
            while not stop.wait(0.002):
                count += 1
                own.execute("UPDATE pair SET a = ? WHERE rowid = 1", (count,))
                own.execute("UPDATE pair SET a = ? WHERE rowid = ?", (count, ROWS))
                own.commit()
                begun.set()

    writer = Thread(target=save)
    writer.start()
    assert begun.wait(timeout=120)
    copies = [tmp_path / f"{number}.sqlite3" for number in range(10)]
    for path in copies:
        copy(database, path)
    stop.set()
    writer.join()

    ends = [(rows(path)[0][0], rows(path)[-1][0]) for path in copies]
    assert [first for first, _last in ends] == [last for _first, last in ends]
    assert ends[-1][0] > 0


def test_a_backup_tells_how_far_the_rooms_are_migrated(database, tmp_path):
    assert copy(database, tmp_path / "copy.sqlite3") == "assessments 0001"


def test_a_backup_replaces_no_file(database, tmp_path):
    there = tmp_path / "there.sqlite3"
    there.write_text("precious")

    with pytest.raises(BackupError, match="is there already: choose another name"):
        copy(database, there)

    assert there.read_text() == "precious"


def test_a_damaged_database_is_not_kept_as_a_backup(database, tmp_path):
    content = bytearray(database.read_bytes())
    content[40_960:45_056] = b"\xff" * 4_096
    database.write_bytes(content)

    with pytest.raises(BackupError):
        copy(database, tmp_path / "copy.sqlite3")

    assert [path.name for path in tmp_path.iterdir()] == ["site.sqlite3"]


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 5_000])
def test_what_is_no_backup_is_refused_and_the_database_stays(database, tmp_path, content):
    wrong = tmp_path / "wrong.sqlite3"
    wrong.write_bytes(content)
    before = database.read_bytes()

    with pytest.raises(BackupError, match=r"name the file that manage.py backup wrote|is damaged"):
        put_back(wrong, database)

    assert database.read_bytes() == before


def test_a_row_that_points_nowhere_is_found(database):
    with closing(sqlite3.connect(database)) as own:
        own.execute("CREATE TABLE child (id INTEGER PRIMARY KEY, pair REFERENCES pair(rowid))")
        own.execute("INSERT INTO child VALUES (1, 99999)")
        own.commit()

    with pytest.raises(BackupError):
        check(database)


def test_who_has_the_database_open_sees_the_restored_one_whole(database, tmp_path):
    copy(database, tmp_path / "copy.sqlite3")

    with closing(sqlite3.connect(database)) as own:
        own.execute("DELETE FROM pair WHERE rowid > 10")
        own.commit()
        put_back(tmp_path / "copy.sqlite3", database)
        seen = own.execute("SELECT COUNT(*) FROM pair").fetchone()[0]

    assert seen == ROWS


def test_the_commands_bring_a_site_back_and_keep_what_was_there(site_copy, tmp_path):
    var, kept = site_copy, tmp_path / "kept.sqlite3"
    backed_up = manage("backup", str(kept), SOURCEFIT_VAR=str(var))
    with closing(sqlite3.connect(var / "sourcefit.sqlite3")) as own:
        own.execute("DELETE FROM recommendations_exampleclient")
        own.commit()

    restored = manage("restore", str(kept), "--yes", SOURCEFIT_VAR=str(var))

    with closing(sqlite3.connect(var / "sourcefit.sqlite3")) as own:
        examples = own.execute("SELECT COUNT(*) FROM recommendations_exampleclient").fetchone()[0]
    beside = [path.name for path in var.iterdir() if "-before-restore-" in path.name]
    assert [step.stderr for step in (backed_up, restored)] == ["", ""]
    assert (examples, len(beside)) == (27, 1)


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path):
    refused = manage("restore", str(tmp_path / "missing.sqlite3"), "--yes", SOURCEFIT_VAR=str(tmp_path / "var"))

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.endswith("missing.sqlite3 is not there: name the file that manage.py backup wrote\n")
