"""Template tags: words in both languages, figures and dates as readers write them."""
