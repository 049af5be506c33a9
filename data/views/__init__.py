"""The record as a reader asks for it: in a language, filtered, counted, followed, searched."""
