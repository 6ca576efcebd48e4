"""The process as a map: its steps from top to bottom, as thick a line from one to the next as cases go that way; pure geometry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 480.0
BOX_LEFT, BOX_RIGHT = 96.0, 384.0
BOX, ROW = 50.0, 78.0
TOP = 8.0
THICKEST = 9.0
LEAST_SHARE = 0.01
MOST_STEPS = 14


@dataclass(frozen=True, slots=True)
class Node:
    """A step at its place; `wait` is its share of the longest median wait, for the bar inside."""

    name: str
    y: float
    wait: float
    told: str

    left = BOX_LEFT
    width, height = BOX_RIGHT - BOX_LEFT, BOX
    text_x = BOX_LEFT + 12

    @property
    def bar(self) -> float:
        """How long the bar of its wait is."""
        return round((BOX_RIGHT - BOX_LEFT) * self.wait, 1)

    @property
    def text_y(self) -> float:
        """The line that its name stands on."""
        return self.y + 20

    @property
    def wait_y(self) -> float:
        """The line that its wait stands on."""
        return self.y + 39


@dataclass(frozen=True, slots=True)
class Edge:
    """Cases that go from one step to another: `back` where that one comes before, `n` of them; thickness, path and arrow head."""

    start: str
    end: str
    n: int
    back: bool
    thick: float
    path: str
    head: str


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """Steps and moves, and how many moves are too rare to be drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    rare: int
    width: float
    height: float


def in_order(steps: Sequence[str], ways: Sequence[tuple[Sequence[str], float]]) -> list[str]:
    """Steps by how far along the `ways` (steps and how many go so) they usually come first, from 0 to 1; those in none last."""
    places: dict[str, tuple[float, float]] = {}
    for way, n in ways:
        for place, name in enumerate(dict.fromkeys(way)):
            total, weight = places.get(name, (0.0, 0.0))
            places[name] = (total + place / max(1, len(set(way)) - 1) * n, weight + n)
    mean = {name: total / weight for name, (total, weight) in places.items() if weight}
    return sorted(steps, key=lambda name: (name not in mean, mean.get(name, 0.0)))


def draw_process(
    steps: Sequence[str], waits: Mapping[str, tuple[float, str]], moves: Mapping[tuple[str, str], int], cases: int
) -> ProcessMap:
    """The map of `steps` in order, `waits` by step (any unit, and in words), `moves` from step to step out of that many `cases`."""
    shown = list(steps[:MOST_STEPS])
    longest = max((waits[name][0] for name in shown if name in waits), default=0.0)
    nodes = tuple(
        Node(
            name,
            TOP + ROW * n,
            waits[name][0] / longest if longest > 0 and name in waits else 0.0,
            waits.get(name, (0.0, ""))[1],
        )
        for n, name in enumerate(shown)
    )
    place = {name: n for n, name in enumerate(shown)}
    drawn = {
        move: n for move, n in moves.items()
        if move[0] in place and move[1] in place and move[0] != move[1] and n >= LEAST_SHARE * max(1, cases)
    }  # fmt: skip
    edges = tuple(
        _edge(start, end, place, n, cases)
        for (start, end), n in sorted(drawn.items(), key=lambda each: (-each[1], each[0]))
    )
    height = TOP * 2 + (ROW * (len(nodes) - 1) + BOX if nodes else 0)
    return ProcessMap(nodes, edges, len(moves) - len(drawn), WIDTH, height)


def _edge(start: str, end: str, place: Mapping[str, int], n: int, cases: int) -> Edge:
    thick = round(max(1.0, THICKEST * min(1.0, n / max(1, cases))), 1)
    first, last = place[start], place[end]
    if last == first + 1:
        x, top, foot = (BOX_LEFT + BOX_RIGHT) / 2, TOP + ROW * first + BOX, TOP + ROW * last
        head = _head(x, foot, 0, thick)
        return Edge(start, end, n, False, thick, f"M{x} {top}V{foot - 7:.1f}", head)
    back = last < first
    side, sign = (BOX_LEFT, -1) if back else (BOX_RIGHT, 1)
    top, foot = TOP + ROW * first + BOX * 0.62, TOP + ROW * last + BOX * 0.38
    out = side + sign * min(88.0, 34 + 9.0 * abs(last - first))
    stop = side + sign * 8
    path = f"M{side} {top:.1f}C{out:.1f} {top:.1f} {out:.1f} {foot:.1f} {stop:.1f} {foot:.1f}"
    return Edge(start, end, n, back, thick, path, _head(side, foot, sign, thick))


def _head(x: float, y: float, sign: int, thick: float) -> str:
    """An arrow head whose point is at x, y: coming from above (0), from the right (1) or from the left (-1)."""
    half = 3.5 + thick / 2
    if sign == 0:
        return f"{x:.1f},{y:.1f} {x - half:.1f},{y - 9:.1f} {x + half:.1f},{y - 9:.1f}"
    return f"{x:.1f},{y:.1f} {x + sign * 9:.1f},{y - half:.1f} {x + sign * 9:.1f},{y + half:.1f}"
