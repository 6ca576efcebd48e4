"""Who serves whom, as a graph that ends in the clients: distances, dead ends, circles, and who stands between.

A graph is a set of pairs (team, whom it serves); `CLIENTS` stands for the clients. Small graphs: teams, not facts.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from visavis.engine.measuring.intervals import wilson
from visavis.engine.measuring.values import WILSON_95, Figure

CLIENTS = ""
"""Stands for the clients among those served: no team has an empty name."""

Pairs = Collection[tuple[str, str]]


def nodes_of(pairs: Pairs) -> list[str]:
    """Teams of the graph, by name; the clients are not among them."""
    return sorted({name for pair in pairs for name in pair} - {CLIENTS})


def distances(pairs: Pairs) -> dict[str, int | None]:
    """By team, over how few hops its work reaches the clients (1: it serves them itself); None where it never does."""
    found = _hops(_reversed(pairs), CLIENTS)
    return {name: found.get(name) for name in nodes_of(pairs)}


def circles(pairs: Pairs) -> list[list[str]]:
    """Groups of teams that serve one another in a circle, each by name: the strongly connected components of two and more.

    A team that serves itself is a circle of its own. Tarjan (1972), without recursion.
    """
    out = _neighbours(pairs)
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []
    for root in nodes_of(pairs):
        work: list[tuple[str, list[str]]] = [(root, list(out.get(root, ())))] if root not in number else []
        if work:
            number[root] = low[root] = len(number)
            stack.append(root)
        while work:
            name, left = work[-1]
            if left:
                to = left.pop()
                if to not in number:
                    number[to] = low[to] = len(number)
                    stack.append(to)
                    work.append((to, list(out.get(to, ()))))
                elif to in stack:
                    low[name] = min(low[name], number[to])
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[name])
            if low[name] == number[name]:
                at = stack.index(name)
                group, stack[at:] = stack[at:], []
                if len(group) > 1 or name in out.get(name, ()):
                    found.append(sorted(group))
    return sorted(found)


def betweenness(pairs: Pairs, *, directed: bool = True) -> dict[str, float]:
    """By node, its share of the shortest paths between two others, over all such pairs (Brandes 2001; Freeman 1977).

    Normalised by (N − 1)(N − 2) ordered pairs of N nodes; 0 where there are fewer than three.
    """
    both = pairs if directed else {*pairs, *((b, a) for a, b in pairs)}
    out = _neighbours(both)
    names = sorted({name for pair in pairs for name in pair})
    between = dict.fromkeys(names, 0.0)
    for source in names:
        for name, share in _dependency(out, source, dict.fromkeys(names, 1.0)).items():
            between[name] += share
    ordered = (len(names) - 1) * (len(names) - 2)
    return {name: value / ordered if ordered > 0 else 0.0 for name, value in between.items()}


def between_clients(pairs: Pairs, voices: Mapping[str, float]) -> dict[str, float]:
    """By team, the share of `voices` whose shortest way from the clients to the team able to act passes through it.

    `voices` counts them by the team able to act; those for teams that no path joins to the clients count as lost and in no
    denominator. Where several ways are equally short, each takes its part. The team able to act is not in between.
    """
    back = _reversed(pairs)
    reached = _hops(back, CLIENTS)
    among = {name: weight for name, weight in voices.items() if name in reached and name != CLIENTS}
    whole = sum(among.values())
    found = _dependency(back, CLIENTS, among) if whole else {}
    return {name: found.get(name, 0.0) / whole if whole else 0.0 for name in nodes_of(pairs)}


def passing_figures(pairs: Pairs, voices: Mapping[str, int]) -> dict[str, Figure]:
    """`between_clients` as shares with Wilson's interval, by team, over the voices that a path joins to the clients.

    A voice with several ways counts in part, which varies less than a whole one: the interval is never too narrow for it.
    """
    reached = _hops(_reversed(pairs), CLIENTS)
    n = sum(count for name, count in voices.items() if name in reached and name != CLIENTS)
    if not n:
        return {name: Figure("between", None, 0, "share", reason="no_rows") for name in nodes_of(pairs)}
    shares = between_clients(pairs, {name: float(count) for name, count in voices.items()})
    return {
        name: Figure("between", share, n, "share", wilson(min(share, 1.0) * n, n), WILSON_95)
        for name, share in shares.items()
    }


def _dependency(out: Mapping[str, Iterable[str]], source: str, weight: Mapping[str, float]) -> dict[str, float]:
    """Of the paths from `source` to each node, weighted by it, the part that passes through each other node."""
    far = {source: 0}
    ways = {source: 1.0}
    before: dict[str, list[str]] = {}
    order: list[str] = []
    queue = deque([source])
    while queue:
        name = queue.popleft()
        order.append(name)
        for to in sorted(out.get(name, ())):
            if to not in far:
                far[to] = far[name] + 1
                queue.append(to)
            if far[to] == far[name] + 1:
                ways[to] = ways.get(to, 0.0) + ways[name]
                before.setdefault(to, []).append(name)
    passing = dict.fromkeys(order, 0.0)
    for name in reversed(order):
        for earlier in before.get(name, ()):
            passing[earlier] += ways[earlier] / ways[name] * (weight.get(name, 0.0) + passing[name])
    passing.pop(source)
    return passing


def _hops(out: Mapping[str, Iterable[str]], source: str) -> dict[str, int]:
    found, queue = {source: 0}, deque([source])
    while queue:
        name = queue.popleft()
        for to in out.get(name, ()):
            if to not in found:
                found[to] = found[name] + 1
                queue.append(to)
    return found


def _neighbours(pairs: Pairs) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for team, served in pairs:
        out.setdefault(team, set()).add(served)
    return out


def _reversed(pairs: Pairs) -> dict[str, set[str]]:
    return _neighbours([(served, team) for team, served in pairs])
