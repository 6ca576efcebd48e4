"""Learning from a company's own labels: features, fitting, comparing, keeping versions."""
