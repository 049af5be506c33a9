"""The tables as they are kept: read, checked, written and put in words."""
