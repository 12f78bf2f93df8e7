"""Measures this SDK against hand-written servers and its peers."""
