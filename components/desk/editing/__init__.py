"""The record changed on the page, row by row: drafts, forms, and what they would do."""
