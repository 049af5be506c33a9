"""What administrators see and do beside the record: the audit trail, and striking a person."""
