"""Pages of the house: who serves whom."""
