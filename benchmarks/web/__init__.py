"""The pages of the workspace under load, as ratios to a trivial page of the same server: `make bench-web`."""
