"""Questions: to clients, and to ourselves: sealed forecasts."""
