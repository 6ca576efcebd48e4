import duckdb
import pytest

from visavis.sources.mapping.zones import utc_of_local

ZONES = (
    "Europe/Paris",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/New_York",
    "Pacific/Apia",
    "UTC",
)


@pytest.mark.parametrize("zone", ZONES)
def test_the_list_of_clock_changes_says_what_icu_says(zone: str) -> None:
    """Every ten minutes over nine years, two of them outside the years that the list was made for."""
    connection = duckdb.connect()
    connection.execute("SET timezone = 'UTC'")
    moments = "SELECT TIMESTAMP '2013-06-01' + to_minutes(i * 10) AS l FROM range(480000) AS t(i)"
    mine = utc_of_local("l", zone, (2015, 2020))
    wrong = f"SELECT l, {mine} AS mine, make_timestamp(epoch_us(timezone('{zone}', l))) AS icu FROM ({moments})"
    assert connection.execute(f"SELECT * FROM ({wrong}) WHERE mine IS DISTINCT FROM icu LIMIT 5").fetchall() == []
