"""A long run under mixed load, in which nothing may grow."""
