"""The published figures of two studies of climate in teams, on the project's own functions."""

import csv
from pathlib import Path

import numpy as np
import pytest

from visavis.engine.measuring.climate import gate, of_groups, shrunken, within_group
from visavis.engine.measuring.psychometrics import alpha, omega

pytestmark = pytest.mark.real_data


def columns(path: Path) -> dict[str, np.ndarray]:
    with path.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {name: np.array([float(row[name] or "nan") for row in rows]) for name in rows[0]}


def test_bh1996(data: Path) -> None:
    told = columns(data / "climate_surveys" / "bh1996.csv")
    found = {name: of_groups(told[name], told["GRP"]) for name in ("HRS", "LEAD", "COHES", "WBEING")}
    assert {name: (round(one.icc_1, 4), round(one.icc_2, 4)) for name, one in found.items()} == {
        "HRS": (0.1331, 0.9197), "LEAD": (0.1270, 0.9156), "COHES": (0.0443, 0.7755), "WBEING": (0.0434, 0.7717),
    }  # fmt: skip
    assert {(one.n, one.groups) for one in found.values()} == {(7382, 99)}
    alike = [one for one in within_group(told["COHES"], told["GRP"], 5).values() if one is not None]
    assert round(float(np.mean(alike)), 4) == 0.6316
    cohesion = found["COHES"]
    assert gate(alpha=0.9, omega=None, median_r_wg=float(np.median(alike)), icc_1=cohesion.icc_1, p=cohesion.p).missing == (
        "members_disagree", "teams_alike",
    )  # fmt: skip
    means = np.array([told["COHES"][told["GRP"] == team].mean() for team in np.unique(told["GRP"])])
    drawn = shrunken(means, cohesion.icc_2, float(told["COHES"].mean()))
    assert drawn.std() == pytest.approx(cohesion.icc_2 * means.std())


def test_lq2002(data: Path) -> None:
    told = columns(data / "climate_surveys" / "lq2002.csv")
    items = np.column_stack([told[f"LEAD{number:02d}"] for number in range(1, 12)])
    assert round(alpha(items), 4) == 0.9022
    assert 0.9 < omega(items) < 0.91
    alike = [one for one in within_group(items, told["COMPID"], 5).values() if one is not None]
    assert round(float(np.mean(alike)), 4) == 0.8678
