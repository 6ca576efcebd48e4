"""The URL table: every address of the workspace, with its view and for whom it is."""

from visavis.web.accounts.urls import urlpatterns as accounts
from visavis.web.carrying.urls import urlpatterns as carrying
from visavis.web.change.urls import urlpatterns as change
from visavis.web.clients.urls import urlpatterns as clients
from visavis.web.commitments.urls import urlpatterns as commitments
from visavis.web.house.urls import urlpatterns as house
from visavis.web.mirror.urls import urlpatterns as mirror
from visavis.web.promises.urls import urlpatterns as promises
from visavis.web.settings.urls import urlpatterns as settings
from visavis.web.start.urls import urlpatterns as start
from visavis.web.today.urls import urlpatterns as today
from visavis.web.visit.urls import urlpatterns as visit
from visavis.web.voices.urls import urlpatterns as voices
from visavis.web.words.urls import urlpatterns as words

urlpatterns = [
    *today,
    *carrying,
    *change,
    *house,
    *clients,
    *commitments,
    *promises,
    *mirror,
    *start,
    *settings,
    *accounts,
    *visit,
    *voices,
    *words,
]

handler400 = "visavis.web.errors.illegible"
handler403 = "visavis.web.errors.forbidden"
handler404 = "visavis.web.errors.missing"
handler500 = "visavis.web.errors.broken"
