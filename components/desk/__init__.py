"""The parts of the data desk, in the order in which an upload meets them."""
