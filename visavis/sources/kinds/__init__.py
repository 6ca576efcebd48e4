"""One folder for each way to reach what a company has."""
