"""How what a page draws gets to its browser."""
