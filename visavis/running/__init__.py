"""What crosses all stations: a home is made, run, published, exported."""
