"""Who: people, the organisations they act for, how they belong to them, and who may advise them."""

from organisations.models.erasures import Erasure
from organisations.models.events import Event
from organisations.models.invitations import Invitation
from organisations.models.limits import Allowance
from organisations.models.organisations import Engagement, Membership, Opening, Organisation
from organisations.models.people import User
from organisations.models.unsaved import Unsaved

__all__ = [
    "Allowance",
    "Engagement",
    "Erasure",
    "Event",
    "Invitation",
    "Membership",
    "Opening",
    "Organisation",
    "Unsaved",
    "User",
]
