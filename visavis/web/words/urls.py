"""Addresses of the word watch."""

from visavis.web.access import EVERYBODY, STEWARDS, page
from visavis.web.words import lists, pages

urlpatterns = [
    page("mirror/words", pages.words, name="words", to=EVERYBODY),
    page("settings/words", lists.lists, name="word-lists", to=STEWARDS),
    page("settings/words/<slug:name>", lists.word_list, name="word-list", to=STEWARDS),
    page("settings/words/<slug:name>/words", lists.more, name="word-more", to=STEWARDS),
    page("settings/words/<slug:name>/removal", lists.fewer, name="word-fewer", to=STEWARDS),
    page("settings/words/<slug:name>/restoration", lists.restoration, name="word-restoration", to=STEWARDS),
]
