"""Who comes in: host names, how people sign in, and who asks."""
