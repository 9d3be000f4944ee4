"""People with an account."""

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Accounts are known by their e-mail address; there is no user name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("Give the account an e-mail address; it is what people sign in with")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; respondents need none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    # The day after which a deletion that was asked for can't be taken back any more.
    erase_at = models.DateTimeField(_("will be erased"), null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_address"),)

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def is_consultant(self) -> bool:
        """Whether they belong to an organisation that advises others; a session's user was read with the answer."""
        return self.memberships.filter(organisation__advises=True).exists()

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether their password alone does not sign them in; a session's user was read with the answer."""
        # Its name comes from allauth, which ships no types.
        return bool(self.authenticator_set.exclude(type="recovery_codes").exists())  # type: ignore[attr-defined]


def factors_of(user: "User | OuterRef") -> "models.QuerySet[Any]":
    """Find what an account proves itself by besides its password; recovery codes only stand in for what was lost."""
    factors: models.QuerySet[Any] = apps.get_model("mfa", "Authenticator")._default_manager.all()
    return factors.filter(user=user, type__in=("totp", "webauthn"))
