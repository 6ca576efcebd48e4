"""The settings of the workspace, all of them, with a URL table that has the trivial page too."""

from visavis.settings import *  # noqa: F403  # whatever a setting is called, it is the product's

ROOT_URLCONF = "benchmarks.web.urls"
