"""One turn of the conversation: what came in, what is remembered, and what is answered."""
