"""Brévane, an invented maker of industrial pumps and valves that sells to companies through account managers."""

from visavis.demo.manufacturer.making import make
from visavis.demo.manufacturer.plan import CLIENTS, MOST, NAME

__all__ = ["CLIENTS", "MOST", "NAME", "make"]
