"""A reply becomes a response: what must be kept is saved first, then it is spoken. An emergency waits for nothing."""

from dataclasses import replace

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Response
from markupsafe import Markup

from skill.dialog.last_turn import LAST_TURN
from skill.dialog.saying_again import last_turn
from skill.dialog.turn import Reply, Turn
from skill.errors import StateError, log_failure
from skill.understanding.meaning import Ended


def respond(handler_input: HandlerInput, turn: Turn, reply: Reply) -> Response:
    """Save what `reply` keeps, and turn it into a response.

    The place in a routine is saved before the turn is spoken, so that silence loses nothing. If it cannot be
    saved, the listener is told, once a session; where no place is at stake, as in an emergency, nothing gets in
    the way.

    Raises:
        StateError: where nobody listens, and what was to be deleted could not be.
    """
    if isinstance(turn.meaning, Ended):  # nobody listens: what must be deleted is deleted, or the request fails
        if handler_input.request_envelope.session:
            handler_input.attributes_manager.session_attributes = {"outcome": reply.outcome.value}
        if reply.forget:
            handler_input.attributes_manager.delete_persistent_attributes()
        else:
            _kept(handler_input, turn, reply)
        return handler_input.response_builder.response
    said = turn.session.not_kept_said
    if not _kept(handler_input, turn, reply):
        if reply.forget:
            reply = replace(reply, speech=turn.voice.say("forgotten.failed"))
        elif reply.memory is not None and reply.memory.position is not None and not said:
            note = turn.voice.say("routine.place_not_kept")
            reply = replace(reply, speech=Markup(" ").join((note, reply.speech)))
            said = True
    # Handlers may begin the session anew; what was said in it was said all the same.
    session = reply.session if reply.session.not_kept_said == said else replace(reply.session, not_kept_said=said)
    attributes = {
        "outcome": reply.outcome.value,
        "statements": list(reply.statements),
        "choices": list(reply.choices),
        "safety_net": reply.safety_net,
        **session.dump(),
    }
    last = last_turn(turn, reply)
    if last is not None:
        attributes[LAST_TURN] = last.dump()
    if reply.after_emergency:
        turn.after_emergency()
    if handler_input.request_envelope.session:
        handler_input.attributes_manager.session_attributes = attributes
    builder = handler_input.response_builder
    builder.speak(str(reply.speech))
    if reply.reprompt is not None:
        builder.ask(str(reply.reprompt))
    builder.set_should_end_session(reply.reprompt is None)
    return builder.response


def _kept(handler_input: HandlerInput, turn: Turn, reply: Reply) -> bool:
    """Save or delete what the reply says. Returns whether that worked."""
    attributes = handler_input.attributes_manager
    try:
        if reply.forget:
            attributes.delete_persistent_attributes()
        elif reply.memory is not None and reply.memory != turn.memory:
            if not turn.memory.readable:
                return False  # What is stored is not known, and must not be overwritten with less.
            attributes.persistent_attributes = reply.memory.dump()
            attributes.save_persistent_attributes()
    except StateError:
        return False
    except Exception as error:  # whatever became of the store, the reply is spoken
        log_failure("state", error)
        return False
    return True
