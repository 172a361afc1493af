"""What documents of business cases share: their blocks, and where each number comes from."""
