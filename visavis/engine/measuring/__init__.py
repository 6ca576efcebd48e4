"""What can be measured and how surely: one subject per file, pure functions over numbers and NumPy arrays."""
