"""Who may do what: accounts, their roles, passwords and sign-ins."""
