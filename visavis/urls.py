"""Where Django looks for the URL table: the workspace's pages, and the API for programs."""

from visavis.api.urls import urlpatterns as api
from visavis.web.urls import handler400, handler403, handler404, handler500
from visavis.web.urls import urlpatterns as web

urlpatterns = [*web, *api]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
