"""Reads text, JSON or a Data Package by itself: ``python -m data.intake.text_process``."""

from data.intake.apart import serve
from data.intake.reading import read

if __name__ == "__main__":
    serve(read)
