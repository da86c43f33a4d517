"""How well people are understood, measured by what the skill says to them."""
