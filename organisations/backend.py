"""Who a session belongs to, read with what every page's navigation asks about them."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from organisations.models import Membership, User
from organisations.models.people import factors_of


class Backend(AuthenticationBackend):
    def get_user(self, user_id: UUID) -> User | None:
        """Find an account by its key, and in the same query whether it advises others and has a second factor."""
        advising = Membership.objects.filter(user=OuterRef("pk"), organisation__advises=True)
        guarded = User.objects.annotate(
            belongs_to_advisers=Exists(advising), has_factors=Exists(factors_of(OuterRef("pk")))
        )
        found = guarded.filter(pk=user_id).first()
        if found is None or not self.user_can_authenticate(found):
            return None
        found.is_consultant = found.belongs_to_advisers
        found.has_second_factor = found.has_factors
        return found
