"""What apps above want to hear of an organisation, so that lists of theirs stay true.

An app registers a function when it starts (`AppConfig.ready`). It is called within the transaction of the change.
"""

from collections.abc import Callable
from typing import Final, TypeAlias
from uuid import UUID

from organisations.models import Engagement, Invitation, Organisation

# An organisation that was renamed; the key of one whose answers or reports changed; a consent or an invitation that
# began, changed or ended.
Changed: TypeAlias = Organisation | UUID | Engagement | Invitation
_listeners: Final[list[Callable[[Changed], None]]] = []


def listen(listener: Callable[[Changed], None]) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def announce(changed: Changed) -> None:
    for listener in _listeners:
        listener(changed)
