"""My commitments: what I promised in my replies, confirmed by me, and whether it was kept."""
