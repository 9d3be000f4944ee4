"""People and organisations in the admin."""

from typing import Any, ClassVar

from allauth.usersessions.admin import UserSessionAdmin
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations.models import Membership, Organisation, User

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")

UserSessionAdmin.search_fields = ["user__email", "ip"]  # allauth's own list looks for a user name, which nobody has


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes: ClassVar[dict[str, Any]] = {}  # Django's form would look for a user name


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg] # the stubs ask for an AbstractUser, which has a user name
    """Accounts. Rights are given by somebody who has them all, and such accounts are changed only by their like."""

    add_form = NewUserForm
    list_display = ("email", "name", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("date_joined", "last_login")
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Rights"), {"fields": ("is_active", *RIGHTS)}),
        (_("Dates"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        fixed = tuple(super().get_readonly_fields(request, obj))
        return fixed if _holds_all(request) else (*fixed, *RIGHTS)


def _holds_all(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or _holds_all(request)


class MembershipInline(admin.TabularInline[Membership, Organisation]):
    model = Membership
    fields = ("user", "role", "joined_at")
    readonly_fields = ("joined_at",)
    raw_id_fields = ("user",)
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    """Organisations and who belongs to them. Deleting one would take its answers and reports along, so none is here."""

    list_display = ("name", "people", "created_at")
    search_fields = ("name",)
    fields = ("name", "created_at")
    readonly_fields = ("created_at",)
    inlines = (MembershipInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return super().get_queryset(request).annotate(member_count=Count("memberships"))

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        return False

    @admin.display(description=_("members"), ordering="member_count")
    def people(self, row: Any) -> int:
        count: int = row.member_count
        return count
