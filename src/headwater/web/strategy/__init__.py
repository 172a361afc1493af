"""Objectives, and which projects are said to serve them."""
