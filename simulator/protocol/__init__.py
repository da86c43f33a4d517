"""The protocol: the requests that Alexa sends, the responses that a skill gives, and the rules that these keep."""
