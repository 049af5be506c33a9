"""A grid of cells, which every reader of files gives back, and the limits on its size."""
