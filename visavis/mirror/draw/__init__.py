"""Where figures put their marks: pure geometry, the same for pages, print and files."""
