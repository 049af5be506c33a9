"""Turns the bytes of a file into sheets, and a sheet into a draft of one of our tables."""
