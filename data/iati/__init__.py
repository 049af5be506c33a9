"""Writes and reads the projects of the record as IATI activities (iatistandard.org, 2.03)."""

from data.iati.coverage import gaps
from data.iati.plan import Gap
from data.iati.writing import activities

__all__ = ["Gap", "activities", "gaps"]
