"""Alexa's requests become turns, and replies become her responses: the only place that knows the SDK's shapes."""
