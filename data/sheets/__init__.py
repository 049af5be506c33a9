"""A grid of cells, as every reader of files gives it, and the limits on one."""
