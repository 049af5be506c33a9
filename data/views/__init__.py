"""The record as a reader sees it: in one language, filtered, counted, linked and searched."""
