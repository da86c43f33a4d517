"""The benchmark of speed: how it judges."""
