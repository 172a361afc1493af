"""The room of business cases, above the engine: kept as versions, shown, reviewed, approved."""
