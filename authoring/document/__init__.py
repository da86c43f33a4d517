"""Build time: the Markdown and YAML of `speech/` become one content model."""
