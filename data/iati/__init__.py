"""Writes and reads the projects of the record as IATI activities (iatistandard.org, 2.03)."""
