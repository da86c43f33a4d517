"""Build time: blind lines are spoken, heard through noise and written down. Needs `make voice`."""
