"""Files: CSV, TSV, Excel, Parquet, JSON Lines, plain or gzipped."""
