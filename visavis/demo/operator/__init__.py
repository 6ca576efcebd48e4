"""Orvane, the demonstration's operator: fibre, mobile and electricity in the west of France. Invented, like its name."""

from visavis.demo.operator.making import CLIENTS, NAME, make

__all__ = ["CLIENTS", "NAME", "make"]
