"""What words we ourselves use with clients: lists that are watched, and how they go over time."""
