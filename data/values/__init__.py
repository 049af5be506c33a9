"""How one cell is read and written: dates, numbers, coordinates, codes, texts."""
