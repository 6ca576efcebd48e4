"""No figure about few people leaves the run: teams, slices and waves held against each other."""
