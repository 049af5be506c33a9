"""Every file that leaves: tables, workbooks, data package, places, programmes, templates."""
