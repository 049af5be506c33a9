"""Takes an upload through its steps: opened, checked, compared, published, or copied with marks."""
