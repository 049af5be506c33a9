"""What in a column was probably meant otherwise: each kind in a file of its own."""
