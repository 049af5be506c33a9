"""The record changed row by row: sketches, what their texts mean, and what they would do."""
