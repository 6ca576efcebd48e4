"""The first fifteen minutes: files, mapping, promises, forecast, progress."""
