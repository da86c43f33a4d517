"""Back Coach: an Alexa skill that answers from one article and guides short stretches."""

__version__ = "0.1.0"
