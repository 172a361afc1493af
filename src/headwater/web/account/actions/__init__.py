"""What the room of the account does: the sample year, the desk, taking requests over."""
