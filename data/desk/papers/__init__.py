"""Papers kept with rows of the record: scans, signed agreements, pictures."""
