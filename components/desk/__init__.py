"""The parts of the data desk."""
