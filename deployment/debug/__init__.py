"""The skill on this computer, connected to the developer console's test page. Needs requirements-debug.txt."""
