"""Speech as it sounds: what is heard when, by the speech clock or from a voice."""
