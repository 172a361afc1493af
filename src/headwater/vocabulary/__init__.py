"""The records that pass between rooms: frozen, labelled, checked when made."""
