"""The projects of the record as IATI activities (iatistandard.org, 2.03), out and in."""

from data.iati.plan import Gap
from data.iati.planning import gaps
from data.iati.writing import activities

__all__ = ["Gap", "activities", "gaps"]
