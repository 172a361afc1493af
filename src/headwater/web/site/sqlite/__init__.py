"""SQLite as Django knows it, with a pool of connections and turns at writing; see base.py."""
