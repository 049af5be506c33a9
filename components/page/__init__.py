"""The parts of a page, and what its address says."""
