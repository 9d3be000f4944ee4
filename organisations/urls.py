"""Addresses of a person's own account and organisations."""

from django.urls import path

from organisations.views import account, consultants, deciding, members

app_name = "organisations"
urlpatterns = [
    path("", account.profile, name="profile"),
    path("name/", account.change_name, name="name"),
    path("close/", account.close, name="close"),
    path("close/keep/", account.stay, name="keep"),
    path("organisations/new/", account.new_organisation, name="new"),
    path("organisations/<uuid:pk>/", members.members, name="members"),
    path("organisations/<uuid:pk>/name/", account.rename, name="rename"),
    path("organisations/<uuid:pk>/invite/", members.invite, name="invite"),
    path("organisations/<uuid:pk>/invitations/<uuid:invitation>/again/", members.invite_again, name="invite_again"),
    path("organisations/<uuid:pk>/invitations/<uuid:invitation>/revoke/", members.revoke, name="revoke"),
    path("organisations/<uuid:pk>/members/<uuid:person>/", members.member, name="member"),
    path("organisations/<uuid:pk>/members/<uuid:person>/role/", members.change_role, name="role"),
    path("organisations/<uuid:pk>/members/<uuid:person>/remove/", members.remove, name="remove"),
    path("organisations/<uuid:pk>/members/<uuid:person>/hand-over/", members.hand_over, name="hand_over"),
    path("organisations/<uuid:pk>/leave/", members.leave, name="leave"),
    path("organisations/<uuid:pk>/advising/", deciding.advising, name="advising"),
    path("organisations/<uuid:pk>/consultants/", consultants.consultants, name="consultants"),
    path("organisations/<uuid:pk>/consultants/invite/", consultants.let_in, name="let_in"),
    path("organisations/<uuid:pk>/consultants/<uuid:engagement>/scope/", consultants.change_scope, name="scope"),
    path("organisations/<uuid:pk>/consultants/<uuid:engagement>/end/", consultants.end, name="end_consent"),
    path("organisations/<uuid:pk>/consultants/asked/<uuid:invitation>/again/", consultants.ask_again, name="ask_again"),
    path("organisations/<uuid:pk>/consultants/asked/<uuid:invitation>/take-back/", consultants.take_back, name="unask"),
    path("organisations/<uuid:pk>/benchmark/", consultants.benchmark, name="benchmark"),
    path("organisations/<uuid:pk>/data/", deciding.data, name="data"),
    path("organisations/<uuid:pk>/erase/", deciding.erase, name="erase"),
    path("organisations/<uuid:pk>/erase/take-back/", deciding.take_back, name="take_back"),
    path("organisations/<uuid:pk>/activity/", deciding.activity, name="activity"),
]
