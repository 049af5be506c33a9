"""A module run in another process, and the limits that such a process sets itself."""
