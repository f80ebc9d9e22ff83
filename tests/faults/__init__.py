"""Senders that are killed at every border of what is kept, and what the office then has."""
