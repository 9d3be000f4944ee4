"""Triggers by which the database itself keeps a published edition as it is, whoever writes to it and with what.

A migration that changes a table of an edition's content lifts them before and lays them after: SQLite drops a table's
triggers with every remake of it. The statements are made from the columns that are there, so that a column which is
added later is kept too, unless it is named among the words.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

EDITIONS: Final = "assessments_questionnaire"
DOOR: Final = "assessments_door"  # SQLite knows no setting of a transaction; one row of a table says it there
SETTING: Final = "sourcefit.rewording"
SAID: Final = "this edition was published and stays as it is: copy it to a draft and change the copy"

OF_QUESTION: Final = "(SELECT questionnaire_id FROM assessments_question WHERE id = {row}.question_id)"
# How a row of each table finds its edition.
TABLES: Final[Mapping[str, str]] = {
    "assessments_source": "{row}.questionnaire_id",
    "assessments_step": "{row}.questionnaire_id",
    "assessments_department": "{row}.questionnaire_id",
    "assessments_businessfunction": "{row}.questionnaire_id",
    "assessments_question": "{row}.questionnaire_id",
    "assessments_choice": OF_QUESTION,
    "assessments_shownby": OF_QUESTION,
    "assessments_advice": (
        "(SELECT question.questionnaire_id FROM assessments_question question"
        " JOIN assessments_choice choice ON choice.question_id = question.id WHERE choice.id = {row}.choice_id)"
    ),
}
# What a rewording may touch: words that a person reads and no rule acts on.
WORDS: Final[Mapping[str, frozenset[str]]] = {
    EDITIONS: frozenset(("title", "introduction")),
    "assessments_source": frozenset(("title", "note")),
    "assessments_step": frozenset(("title", "lead")),
    "assessments_department": frozenset(("name",)),
    "assessments_businessfunction": frozenset(("name", "hint", "says", "split")),
    "assessments_question": frozenset(("text", "short", "hint", "why")),
    "assessments_choice": frozenset(("text", "short", "reason")),
    "assessments_shownby": frozenset(),
    "assessments_advice": frozenset(("title", "text")),
}
# Who made and published an edition is forgotten with their account; the rest moves by rules of its own.
PEOPLE: Final = ("made_by_id", "published_by_id")
MOVES: Final = frozenset(("status", "published_at", "revision", *PEOPLE))


def lay(connection: Any) -> None:
    _run(connection, _laying(connection))


def lift(connection: Any) -> None:
    _run(connection, _lifting(connection))


def freeze(_apps: Any, editor: Any) -> None:
    """Lay the triggers in a migration."""
    lay(editor.connection)


def thaw(_apps: Any, editor: Any) -> None:
    """Lift them in a migration, before a table of content is changed."""
    lift(editor.connection)


def _run(connection: Any, statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _laying(connection: Any) -> Iterator[str]:
    yield from _lifting(connection)
    if connection.vendor == "sqlite":
        yield f"CREATE TABLE IF NOT EXISTS {DOOR} (is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)))"
        yield f"INSERT INTO {DOOR} (is_open) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM {DOOR})"  # noqa: S608 - our own names
    write = _sqlite if connection.vendor == "sqlite" else _postgresql
    for table, refused in _refusals(connection):
        yield from write(table, refused)


def _lifting(connection: Any) -> Iterator[str]:
    for table in WORDS:
        for event in ("insert", "update", "delete"):
            if connection.vendor == "sqlite":
                yield f"DROP TRIGGER IF EXISTS {table}_keep_{event}"
        if connection.vendor == "postgresql":
            yield f"DROP TRIGGER IF EXISTS {table}_keep ON {table}"
            yield f"DROP FUNCTION IF EXISTS {table}_keep()"


def _refusals(connection: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Say for each table when an insert, an update and a delete are refused."""
    lock = " FOR SHARE" if connection.vendor == "postgresql" else ""
    is_open = (
        f"(SELECT is_open FROM {DOOR}) = 1"  # noqa: S608 - our own names
        if connection.vendor == "sqlite"
        else f"coalesce(current_setting('{SETTING}', true), '') = 'on'"
    )
    for table, words in WORDS.items():
        columns = _columns(connection, table)
        if table == EDITIONS:
            yield table, _of_editions(connection, columns, is_open)
            continue
        old, new = (_frozen(TABLES[table].format(row=row), lock) for row in ("OLD", "NEW"))
        reworded = f"({is_open} AND {_same(connection, columns - words)})"
        yield table, {"insert": new, "update": f"({old} OR {new}) AND NOT {reworded}", "delete": old}


def _of_editions(connection: Any, columns: frozenset[str], is_open: str) -> Mapping[str, str]:
    """Let an edition go from draft to published to retired, never back, and keep everything else on the way."""
    text = frozenset(("content", "checksum"))  # a rewording writes it anew
    same = _same(connection, columns - MOVES - WORDS[EDITIONS] - text)
    dated = _same(connection, frozenset(("published_at",)))
    words = _same(connection, WORDS[EDITIONS] | {"revision"} | text)
    people = " AND ".join(f"(NEW.{one} IS NULL OR {_same(connection, frozenset((one,)))})" for one in PEOPLE)
    onwards = "(NEW.status = OLD.status OR (OLD.status = 'published' AND NEW.status = 'retired'))"
    stays = f"({onwards} AND {same} AND {dated} AND {people} AND ({words} OR {is_open}))"
    return {
        "update": (f"(OLD.status = 'draft' AND NEW.status = 'retired') OR (OLD.status <> 'draft' AND NOT {stays})"),
        "delete": "OLD.status <> 'draft'",
    }


def _frozen(edition: str, lock: str) -> str:
    """On PostgreSQL the edition is held meanwhile, so that nobody publishes it between the look and the change."""
    rows = f"SELECT status FROM {EDITIONS} WHERE id = {edition}{lock}"  # noqa: S608 - our own names
    return f"EXISTS (SELECT 1 FROM ({rows}) held WHERE status <> 'draft')"  # noqa: S608 - the same


def _same(connection: Any, columns: frozenset[str]) -> str:
    equals = "IS" if connection.vendor == "sqlite" else "IS NOT DISTINCT FROM"
    return " AND ".join(f'(OLD."{column}" {equals} NEW."{column}")' for column in sorted(columns))


def _columns(connection: Any, table: str) -> frozenset[str]:
    with connection.cursor() as cursor:
        return frozenset(column.name for column in connection.introspection.get_table_description(cursor, table))


def _sqlite(table: str, refused: Mapping[str, str]) -> Iterator[str]:
    for event, when in refused.items():
        yield (
            f"CREATE TRIGGER {table}_keep_{event} BEFORE {event.upper()} ON {table} WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        )


def _postgresql(table: str, refused: Mapping[str, str]) -> Iterator[str]:
    checks = " ".join(
        f"IF TG_OP = '{event.upper()}' THEN IF {when} THEN"
        f" RAISE EXCEPTION USING MESSAGE = '{SAID}', ERRCODE = 'check_violation'; END IF; END IF;"
        for event, when in refused.items()
    )
    yield (
        f"CREATE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $keep$ BEGIN {checks}"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $keep$"
    )
    events = " OR ".join(event.upper() for event in refused)
    yield f"CREATE TRIGGER {table}_keep BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_keep()"
