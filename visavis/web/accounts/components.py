"""All components on one page, for those who draw and check the workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component, with sample words."""
    return render(request, "components/page.html")
