"""Where a page of a long list begins: after the row with this key, which has this value in the ordering column."""

import base64
import binascii
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Cursor(NamedTuple):
    value: str
    pk: str

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.pk} {self.value}".encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Read what an address carries; None where it is none of ours, which shows the first page."""
        try:
            pk, space, value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(" ")
        except (ValueError, binascii.Error):
            return None
        return cls(value, pk) if space else None

    @property
    def moment(self) -> tuple[datetime, UUID] | None:
        """Read it as one of a list in the order of time; None where it can't be."""
        try:
            at, pk = datetime.fromisoformat(self.value), UUID(self.pk)
        except ValueError:
            return None
        return (at, pk) if at.tzinfo else None
