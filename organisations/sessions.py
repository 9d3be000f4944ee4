"""Sessions of people who signed in: over when they are left alone for a day, and at last however much they are used."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

# More than 20 hours, so that nobody is hurried (WCAG 2.2.1) and nothing half-written is lost over a meal or a night.
IDLE: Final = timedelta(hours=24)
AT_LAST: Final = timedelta(days=14)
# How exactly idleness is told: a session that is in use is written to no more often than this.
STEP: Final = timedelta(minutes=15)
ENDS: Final = "_ends"


class SessionStore(db.SessionStore):
    """Keeps in the row's own column when a session ends; what it holds is not written again for being used."""

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()  # type: ignore[attr-defined] # Django's stubs leave it out
        if row is None:
            return {}
        data: dict[str, Any] = self.decode(row.session_data)
        if ENDS in data:
            ends = _ends(data)
            if ends - row.expire_date > STEP:
                self.model.objects.filter(pk=row.pk).update(expire_date=ends)
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        if SESSION_KEY in data:
            data.setdefault(ENDS, (timezone.now() + AT_LAST).timestamp())
        row = super().create_model_instance(data)
        if ENDS in data:
            row.expire_date = _ends(data)
        return row


def _ends(data: dict[str, Any]) -> datetime:
    """Tell when a session ends that is used now."""
    return min(timezone.now() + IDLE, datetime.fromtimestamp(data[ENDS], timezone.get_current_timezone()))
