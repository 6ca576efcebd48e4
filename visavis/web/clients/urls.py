"""URLs of this part of the workspace."""

from django.urls import URLPattern

from visavis.web.access import ADMINISTRATORS, EVERYBODY, page
from visavis.web.clients import details, erasing, pages, relations, review, why

urlpatterns: list[URLPattern] = [
    page("clients", pages.clients, name="clients", to=EVERYBODY),
    page("clients/review", review.review, name="clients-review", to=EVERYBODY),
    page("clients/review/answer", review.answering, name="clients-review-answer", to=EVERYBODY),
    page("clients/review/withdrawal", review.undoing, name="clients-review-withdrawal", to=EVERYBODY),
    page("clients/review/purpose", review.purpose, name="clients-review-purpose", to=EVERYBODY),
    page("clients/<str:public>", pages.client, name="client", to=EVERYBODY),
    page("clients/<str:public>/taking", pages.taking, name="client-taking", to=EVERYBODY),
    page("clients/<str:public>/release", pages.releasing, name="client-release", to=EVERYBODY),
    page("clients/<str:public>/details", details.details, name="client-details", to=EVERYBODY),
    page("clients/<str:public>/data", erasing.data, name="client-data", to=ADMINISTRATORS),
    page("clients/<str:public>/erasure", erasing.erasure, name="client-erasure", to=ADMINISTRATORS),
    page("clients/<str:public>/contradictions", details.contradictions, name="client-contradictions", to=EVERYBODY),
    page("clients/<str:public>/relations", relations.relations, name="client-relations", to=EVERYBODY),
    page("clients/<str:public>/why", why.why, name="client-why", to=EVERYBODY),
    page("clients/<str:public>/parting", why.parting, name="client-parting", to=EVERYBODY),
    page("clients/<str:public>/merger", why.merger, name="client-merger", to=EVERYBODY),
    page("clients/<str:public>/undoing", why.undoing, name="client-undoing", to=EVERYBODY),
]
