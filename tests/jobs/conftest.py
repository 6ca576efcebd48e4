"""The same home as for jobs without workers."""

from tests.work.conftest import home

__all__ = ["home"]
