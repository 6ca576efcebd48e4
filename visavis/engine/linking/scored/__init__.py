"""Which records are compared, and what each comparison weighs: in batch, in this process, and as evidence that stays."""
