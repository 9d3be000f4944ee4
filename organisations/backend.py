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
        user = guarded.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.is_consultant = user.belongs_to_advisers
        user.has_second_factor = user.has_factors
        return user
