"""What a full room asks of the server: load, kills, parallel submits, and traces on disk."""
