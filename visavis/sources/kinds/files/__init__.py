"""Files: CSV, TSV, Excel, Parquet, JSON Lines, plain or gzipped. The connector is `delivery.arrived` and `opening.open_rows`."""
