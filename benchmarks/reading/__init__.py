"""How well and how fast what people write is read: one file per task, each beside its baseline in the same run."""
