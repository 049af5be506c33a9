"""Word reports: their contents, their templates, and the checks of uploaded templates."""
