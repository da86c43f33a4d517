"""Back Coach: an Alexa skill that answers from one article and guides short stretches."""
