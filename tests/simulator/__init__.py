"""Tests of the simulator, most of them tables beside short test files."""
