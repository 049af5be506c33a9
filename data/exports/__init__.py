"""The record on its way out: tables, workbooks, a data package, places, programmes, templates."""
