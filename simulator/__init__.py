"""The local Alexa simulator: a device, a microphone and a clock for the skill beside it."""
