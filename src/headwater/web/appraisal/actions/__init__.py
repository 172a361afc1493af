"""What people do with business cases."""
