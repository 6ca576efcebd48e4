"""goldenmatch without configuration, run by a Python of its own: `python golden.py RECORDS.parquet CLUSTERS.parquet`.

Writes the columns row, cluster; records that stand alone are left out.
"""

import sys
import warnings

import goldenmatch  # type: ignore[import-not-found]  # stands in an environment of its own
import polars

COLUMNS = ("given_name", "family_name", "street", "postcode", "city", "company", "birth_date", "email", "phone")


def main(source: str, target: str) -> None:
    """Links the records of `source` into `target`."""
    warnings.simplefilter("ignore")
    listed = [polars.col(f"{name}s").list.first().alias(name) for name in ("email", "phone")]
    given = polars.read_parquet(source).with_columns(*listed, polars.col("birth_date").cast(polars.String))
    found = goldenmatch.dedupe_df(given.select(COLUMNS), confidence_required=False, allow_red_config=True)
    pairs = [(row, cluster) for cluster, told in found.clusters.items() for row in told["members"]]
    schema = {"row": polars.Int64, "cluster": polars.Int64}
    polars.DataFrame(pairs, schema=schema, orient="row").write_parquet(target)


main(*sys.argv[1:])
