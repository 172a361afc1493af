"""The choice: runs it, keeps it, shows it."""
