"""Addresses of this part."""

from visavis.web.access import EVERYBODY, page
from visavis.web.promises.pages import promise, promises

urlpatterns = [
    page("promises", promises, name="promises", to=EVERYBODY),
    page("promises/<slug:name>", promise, name="promise", to=EVERYBODY),
]
