"""Writes and reads the projects of the record as IATI activities (iatistandard.org, 2.03)."""

from data.iati.coverage import gaps, why_none
from data.iati.organisation import organisation
from data.iati.plan import Gap
from data.iati.writing import NoActivity, activities

__all__ = ["Gap", "NoActivity", "activities", "gaps", "organisation", "why_none"]
