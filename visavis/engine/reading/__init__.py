"""What a verbatim says: its language, its feeling, its theme, with calibrated confidence and abstention."""
