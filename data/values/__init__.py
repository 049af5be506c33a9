"""How one cell is written and read: dates, numbers, coordinates, codes, texts without accents."""
