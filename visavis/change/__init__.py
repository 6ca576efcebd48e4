"""Actions: what is changed so that a promise is kept better, written down before it begins, and whether anything improved."""
