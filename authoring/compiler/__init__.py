"""Build time: the content model becomes speech templates and the interaction model."""
