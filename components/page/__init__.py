"""What a page is put together from, and what its address says."""
