"""Who may sign in: accounts, passwords and sign-ins."""
