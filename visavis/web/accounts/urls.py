"""URLs of this part of the workspace."""

from django.urls import URLPattern

from visavis.web.access import ADMINISTRATORS, ANYBODY, EVERYBODY, STEWARDS, page
from visavis.web.accounts import components, keys, own, pages, people

urlpatterns: list[URLPattern] = [
    page("sign-in", pages.sign_in, name="sign-in", to=ANYBODY),
    page("sign-out", pages.sign_out, name="sign-out", to=EVERYBODY),
    page("invitations/<str:token>", pages.invitation, name="invitation", to=ANYBODY),
    page("language", own.language, name="language", to=ANYBODY),
    page("theme", own.theme, name="theme", to=ANYBODY),
    page("preferences", own.preferences, name="preferences", to=EVERYBODY),
    page("preferences/password", own.password, name="own-password", to=EVERYBODY),
    page("preferences/keys", keys.keys, name="own-keys", to=EVERYBODY),
    page("preferences/keys/<int:number>/withdrawal", keys.withdrawal, name="own-key-withdrawal", to=EVERYBODY),
    page("settings/people", people.people, name="people", to=ADMINISTRATORS),
    page("settings/people/invitations", people.invitations, name="invitations", to=ADMINISTRATORS),
    page(
        "settings/people/invitations/<int:number>/withdrawal", people.withdrawal, name="withdrawal", to=ADMINISTRATORS
    ),
    page("settings/people/<int:number>/role", people.role, name="role", to=ADMINISTRATORS),
    page("settings/people/<int:number>/closing", people.closing, name="account-closing", to=ADMINISTRATORS),
    page("settings/people/<int:number>/reopening", people.reopening, name="account-reopening", to=ADMINISTRATORS),
    page("settings/people/<int:number>/renewal", people.renewal, name="account-renewal", to=ADMINISTRATORS),
    page("settings/components", components.components, name="components", to=STEWARDS),
]
