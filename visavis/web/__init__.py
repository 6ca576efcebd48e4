"""The workspace in the browser: one module per station, its templates and static files beside it."""
