"""The house as a map: the clients at one end, each team as far from them as its work has to go; pure geometry, and its table."""

from collections.abc import Iterable
from dataclasses import dataclass

from visavis.engine.measuring.service_graph import CLIENTS, distances
from visavis.house.models import Service
from visavis.house.services import services

WIDTH = 480.0
ROW, HEAD, INDENT = 40.0, 30.0, 18.0
BOX = 30.0
TEXT_AT, NAMES_UNTIL = 12.0, 300.0
"""Boxes end where arcs begin."""

DEEPEST = 5
"""Beyond so many hops boxes are indented no further: their names would not fit."""


@dataclass(frozen=True, slots=True)
class Served:
    """Whom a team serves (empty: the clients) and in what; `number` is the row that says so."""

    served: str
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Row:
    """One team: hops to the clients (None: its work never reaches them), and whom it serves."""

    name: str
    function: str
    distance: int | None
    serves: tuple[Served, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A team, or the clients where `name` is empty, at its place."""

    name: str
    x: float
    y: float
    width: float

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y - BOX / 2

    @property
    def text_x(self) -> float:
        """Where its name begins."""
        return self.x + TEXT_AT

    @property
    def text_y(self) -> float:
        """The line that its name stands on."""
        return self.y + 5

    height = BOX


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the teams of one distance; `hops` None: those whose work never reaches the clients."""

    hops: int | None
    y: float


@dataclass(frozen=True, slots=True)
class Arc:
    """A service between two teams: from the one to the one served, the arrow's head at the latter."""

    team: str
    served: str
    path: str
    head: str


@dataclass(frozen=True, slots=True)
class HouseMap:
    """Rows of the table, and what the figure consists of."""

    rows: tuple[Row, ...]
    boxes: tuple[Box, ...]
    headings: tuple[Heading, ...]
    arcs: tuple[Arc, ...]
    width: float
    height: float

    @property
    def direct(self) -> int:
        """How many teams serve the clients themselves."""
        return sum(row.distance == 1 for row in self.rows)

    @property
    def farthest(self) -> int:
        """The longest way, in hops."""
        return max((row.distance or 0 for row in self.rows), default=0)


def house_map() -> HouseMap:
    """The house as it is noted now."""
    return draw_house(services())


def draw_house(noted: Iterable[Service]) -> HouseMap:
    """The map of those services: nearest teams first, by name; services to the clients are told by the first heading alone."""
    held = list(noted)
    far = distances({(one.team.name, one.served.name if one.served else CLIENTS) for one in held})
    functions = {team.name: team.function for one in held for team in (one.team, one.served) if team}
    order = sorted(far, key=lambda name: (far[name] is None, far[name] or 0, name))
    rows = tuple(
        Row(
            name,
            functions.get(name, ""),
            far[name],
            tuple(
                Served(one.served.name if one.served else CLIENTS, one.what, one.pk)
                for one in held
                if one.team.name == name
            ),
        )
        for name in order
    )
    boxes, headings = _placed(rows)
    at = {box.name: box for box in boxes}
    arcs = tuple(
        _arc(at[team], at[served]) for team, served in dict.fromkeys(
            (row.name, one.served) for row in rows for one in row.serves if one.served != CLIENTS
        )
    )  # fmt: skip
    return HouseMap(rows, boxes, headings, arcs, WIDTH, boxes[-1].y + ROW if rows else ROW)


def _placed(rows: Iterable[Row]) -> tuple[tuple[Box, ...], tuple[Heading, ...]]:
    y = ROW / 2
    boxes = [Box(CLIENTS, 0.0, y, NAMES_UNTIL)]
    headings: list[Heading] = []
    y += ROW / 2
    for row in rows:
        if not headings or headings[-1].hops != row.distance:
            y += HEAD
            headings.append(Heading(row.distance, y - 9))
        x = INDENT * min(row.distance or 1, DEEPEST)
        boxes.append(Box(row.name, x, y + ROW / 2, NAMES_UNTIL - x))
        y += ROW
    return tuple(boxes), tuple(headings)


def _arc(team: Box, served: Box) -> Arc:
    """The farther apart two rows are, the farther out the arc swings; it leaves a little lower than others arrive."""
    x, up = NAMES_UNTIL, served.y < team.y
    start, end = team.y + (-6 if up else 6), served.y + (6 if up else -6)
    out = x + 24 + min(WIDTH - x - 34, abs(end - start) * 0.34)
    path = f"M{x:.1f} {start:.1f}C{out:.1f} {start:.1f} {out:.1f} {end:.1f} {x + 8:.1f} {end:.1f}"
    head = f"{x + 1:.1f},{end:.1f} {x + 9:.1f},{end - 4:.1f} {x + 9:.1f},{end + 4:.1f}"
    return Arc(team.name, served.name, path, head)
