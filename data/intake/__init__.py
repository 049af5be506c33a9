"""Turns the bytes of an uploaded file into sheets of cells, or says why they are no table."""
