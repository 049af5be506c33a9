"""Reads IATI activities in a process of its own: ``python -m data.iati.xml_process``."""

from data.iati.reading import read_activities
from data.intake.apart import serve

if __name__ == "__main__":
    serve(read_activities)
