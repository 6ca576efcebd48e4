"""Addresses of this part."""

from visavis.web.access import EVERYBODY, STEWARDS, page
from visavis.web.promises.editing import edit, new, promise_file, restoration, withdrawal
from visavis.web.promises.pages import promise, promises
from visavis.web.promises.trials import trial

urlpatterns = [
    page("promises", promises, name="promises", to=EVERYBODY),
    page("promises/new", new, name="promise-new", to=STEWARDS),
    page("promises/trials/<uuid:job>", trial, name="promise-trial", to=STEWARDS),
    page("promises/files/<str:file>", promise_file, name="promise-file", to=STEWARDS),
    page("promises/files/<str:file>/restoration", restoration, name="promise-restoration", to=STEWARDS),
    page("promises/<slug:promise>", promise, name="promise", to=EVERYBODY),
    page("promises/<slug:promise>/edit", edit, name="promise-edit", to=STEWARDS),
    page("promises/<slug:promise>/withdrawal", withdrawal, name="promise-withdrawal", to=STEWARDS),
]
