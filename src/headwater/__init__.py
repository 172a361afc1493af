"""Headwater: the open workbench for the conversation before the project charter."""
