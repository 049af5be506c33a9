"""The server's keeping: install, upgrade, backup, restore, check.

What runs before the packages are there (all but ``check``) imports the standard library alone.
"""
