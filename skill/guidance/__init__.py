"""Run time: leading somebody through a routine by voice alone."""
