"""The hello-world skill: one launch handler, three intents, one template."""

from pathlib import Path

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name, is_request_type
from ask_sdk_model import Response
from jinja2 import Environment, FileSystemLoader

COMMANDS = ("HelloIntent", "AMAZON.HelpIntent", "AMAZON.StopIntent")
"""The intents it knows."""


class HelloHandler(AbstractRequestHandler):
    """Answers one intent out of the template."""

    def __init__(self, environment: Environment, intent: str) -> None:
        """Take the templates and the intent's name."""
        self._environment = environment
        self._intent = intent

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether it is this intent."""
        return bool(is_intent_name(self._intent)(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        """Say what the template says."""
        speech = self._environment.get_template("hello.j2").render(about=self._intent, name="you")
        builder = handler_input.response_builder
        builder.speak(speech)
        if self._intent == "AMAZON.StopIntent":
            return builder.set_should_end_session(True).response
        return builder.ask(speech).response


class LaunchHandler(HelloHandler):
    """Welcomes."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether the skill was opened."""
        return bool(is_request_type("LaunchRequest")(handler_input))


def builder() -> SkillBuilder:
    """The stock builder with the four handlers."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, auto_reload=False
    )
    made = SkillBuilder()
    made.add_request_handler(LaunchHandler(environment, "launch"))
    for intent in COMMANDS:
        made.add_request_handler(HelloHandler(environment, intent))
    return made
