"""A SELECT in layers: each expression is computed once, under an alias, and later ones build on it."""

import re
from collections.abc import Sequence

from visavis.engine.steps import quoted

_ALIAS = re.compile(r"\bv\d+\b")


class Layers:
    """Expressions over a relation whose columns are `c0`, `c1` …; aliases are `v0`, `v1` …."""

    def __init__(self) -> None:
        self._levels: dict[str, int] = {}
        self._known: dict[str, str] = {}
        self._by_level: list[list[tuple[str, str]]] = []

    def let(self, sql: str) -> str:
        """The alias of expression `sql`, which may use columns and aliases; equal expressions share one."""
        if sql in self._levels:
            return sql
        if sql not in self._known:
            alias = f"v{len(self._levels)}"
            level = 1 + max((self._levels[used] for used in _ALIAS.findall(sql)), default=-1)
            if level == len(self._by_level):
                self._by_level.append([])
            self._by_level[level].append((alias, sql))
            self._levels[alias], self._known[sql] = level, alias
        return self._known[sql]

    def select(self, relation: str, outputs: Sequence[tuple[str, str]], where: str | None = None) -> str:
        """SELECT `outputs` (name, expression) from `relation` where `where` holds."""
        inner = relation
        for layer in self._by_level:
            inner = f"(SELECT *, {', '.join(f'{sql} AS {alias}' for alias, sql in layer)} FROM {inner})"
        columns = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in outputs)
        return f"SELECT {columns} FROM {inner}" + (f" WHERE {where}" if where else "")
