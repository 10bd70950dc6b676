"""Addresses of sign-in, links, persons, organisations and services.

Of allauth's addresses only these exist: nobody signs up here, and nobody manages addresses or ties accounts.
"""

from __future__ import annotations

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.socialaccount import views as social_views
from allauth.socialaccount.providers.openid_connect import views as oidc_views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from stegvis_web.people.views import account, links, mails, organisations, persons, service, ways
from stegvis_web.people.views.passkeys import add_passkey

to_account = RedirectView.as_view(pattern_name="people:account")

sign_in: list[URLPattern | URLResolver] = [
    path("sign-in/", account_views.login, name="account_login"),
    path("sign-in/second-step/", mfa_views.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/switched-off/", account_views.account_inactive, name="account_inactive"),
    path("sign-out/", account_views.logout, name="account_logout"),
    path("password/", account_views.password_reset, name="account_reset_password"),
    path("password/sent/", account_views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/done/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-0-9A-Za-z]{1,200})/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/password/", account_views.password_change, name="account_change_password"),
    path("account/confirm/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("account/app/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/passkeys/new/", add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", passkey_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    # Where allauth goes afterwards: our one account page.
    path("account/second-steps/", to_account, name="mfa_index"),
    path("account/passkeys/", to_account, name="mfa_list_webauthn"),
]

if settings.OIDC_URL:
    sign_in += [
        path("sign-in/cancelled/", social_views.login_cancelled, name="socialaccount_login_cancelled"),
        path("sign-in/failed/", social_views.login_error, name="socialaccount_login_error"),
        path("sign-in/<slug:provider_id>/", oidc_views.login, name="openid_connect_login"),
        path("sign-in/<slug:provider_id>/back/", oidc_views.callback, name="openid_connect_callback"),
    ]

pages: list[URLPattern | URLResolver] = [
    path("open/", links.link_again, name="link-again"),
    path("open/leave/", links.leave, name="leave"),
    path("open/<str:token>/", links.open_link, name="link"),
    path("onward/<str:token>/", ways.onward, name="onward"),
    path("search/", ways.search, name="search"),
    path("welcome/<str:token>/", account.welcome, name="welcome"),
    path("account/", account.account, name="account"),
    path("account/second-step/", account.second_step, name="second-step"),
    path("account/sessions/end/", account.end_session, name="end-session"),
    path("account/service/", account.choose_service, name="choose-service"),
    path("people/", persons.persons, name="persons"),
    path("people/new/", persons.person_new, name="person-new"),
    path("people/<int:pk>/", persons.person, name="person"),
    path("people/<int:pk>/change/", persons.person_edit, name="person-edit"),
    path("people/organisations/", organisations.organisations, name="organisations"),
    path("people/organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("people/organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("people/organisations/<int:pk>/change/", organisations.organisation_edit, name="organisation-edit"),
    path("service/", service.service, name="service"),
    path("service/mails/<int:pk>/", mails.mail, name="mail"),
    path("service/staff/new/", service.colleague_new, name="colleague-new"),
    path("service/staff/<int:pk>/", service.colleague, name="colleague"),
]

urlpatterns: list[URLPattern | URLResolver] = [*sign_in, path("", include((pages, "people")))]
