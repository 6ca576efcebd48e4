"""Behind Réglages: sources, runs, rejects, data quality, people."""
