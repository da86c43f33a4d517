"""What can go wrong in the simulator.

SimulatorError
├── InteractionModelError   a locale's model file is missing or not a model
├── ConversationError       a line of a batch is not a conversation
├── TranscriptError         a transcript file is not one
├── RenderError              there is nothing to make a sound file of, or no place for it
├── ServerError             the skill's process could not be started
└── SkillFailure            the skill did not give a usable answer to one request
"""


class SimulatorError(Exception):
    """Anything the simulator raises on purpose; the message says how to mend it."""


class InteractionModelError(SimulatorError):
    """The interaction model of a locale is missing or cannot be read."""


class ConversationError(SimulatorError):
    """A line of a batch is not a conversation."""


class TranscriptError(SimulatorError):
    """A transcript file cannot be read; the message begins with its name and line."""


class RenderError(SimulatorError):
    """There is nothing to make a sound file of, or it cannot be written."""


class ServerError(SimulatorError):
    """The process that runs the skill could not be started."""


class SkillFailure(SimulatorError):  # noqa: N818 - it is the skill that failed, not the simulator
    """One request got no answer that Alexa could play."""
