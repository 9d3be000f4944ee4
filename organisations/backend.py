"""Who a session belongs to, read with what every page's navigation asks about them."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from organisations.models import Membership, User


class Backend(AuthenticationBackend):
    def get_user(self, user_id: UUID) -> User | None:
        """Find an account by its key, and in the same query whether it belongs to somebody who advises others."""
        advising = Membership.objects.filter(user=OuterRef("pk"), organisation__advises=True)
        found = User.objects.annotate(belongs_to_advisers=Exists(advising)).filter(pk=user_id).first()
        if found is None or not self.user_can_authenticate(found):
            return None
        found.is_consultant = found.belongs_to_advisers
        return found
