"""Connections to other machines, bounded in time."""
