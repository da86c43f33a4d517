"""Where the skill is put together and started: behind a web server, or on Lambda."""
