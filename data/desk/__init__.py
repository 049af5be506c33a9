"""The way of an upload: through the door, checked, compared, published; and its marked copy."""
