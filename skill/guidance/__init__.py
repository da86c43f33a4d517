"""Run time: leading somebody through a stretch by voice alone."""
