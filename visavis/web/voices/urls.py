"""URLs of this part of the workspace."""

from django.urls import URLPattern

from visavis.web.access import EVERYBODY, page
from visavis.web.voices import deciding, pages, topics

urlpatterns: list[URLPattern] = [
    page("voices", pages.voices, name="voices", to=EVERYBODY),
    page("voices/<uuid:number>", pages.voice, name="voice", to=EVERYBODY),
    page("voices/topics", topics.topics, name="topics", to=EVERYBODY),
    page("voices/topics/<int:number>", topics.topic, name="topic", to=EVERYBODY),
    page("voices/topics/<int:number>/name", deciding.naming, name="topic-name", to=EVERYBODY),
    page("voices/topics/<int:number>/merger", deciding.merging, name="topic-merger", to=EVERYBODY),
    page("voices/topics/<int:number>/parts", deciding.parting, name="topic-parts", to=EVERYBODY),
    page("voices/topics/decisions/<int:decision>/withdrawal", deciding.undoing, name="topic-withdrawal", to=EVERYBODY),
    page("voices/themes/<str:name>", topics.theme, name="theme-trend", to=EVERYBODY),
]
