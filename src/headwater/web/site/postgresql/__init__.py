"""PostgreSQL as Django knows it, with a small pool of connections; see base.py."""
