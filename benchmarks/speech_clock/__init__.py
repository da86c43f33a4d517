"""Measures a real synthesiser, and fits the speech clock to it."""
