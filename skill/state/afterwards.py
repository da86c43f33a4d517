"""After an emergency was answered, forgets the place in a routine and notes the time: nothing waits for it."""

import json
import logging
import threading
from contextlib import suppress

from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from ask_sdk_model import RequestEnvelope

from skill.errors import StateError

LOGGER = logging.getLogger("back_coach.state")
"""One JSON object a line; never what is kept, and never about whom."""
WAIT_SECONDS = 0.5
"""How long the answer is held back so that a healthy store can finish: an emergency is answered within a second."""
_POSITION = "position"
_EMERGENCY_AT = "emergency_at"


def after_emergency(adapter: AbstractPersistenceAdapter, envelope: RequestEnvelope, now: int) -> None:
    """Take the saved place in a routine out of what `adapter` keeps about the user, and put the time in.

    It runs beside the answer: a store that takes longer than `WAIT_SECONDS` finishes, or fails, by itself.
    """
    thread = threading.Thread(target=_note, args=(adapter, envelope, now), name="after-emergency", daemon=True)
    thread.start()
    thread.join(WAIT_SECONDS)
    if thread.is_alive():
        LOGGER.error(json.dumps({"event": "state_failed", "error": "slow"}))


def _note(adapter: AbstractPersistenceAdapter, envelope: RequestEnvelope, now: int) -> None:
    try:
        kept = adapter.get_attributes(envelope)
        kept.pop(_POSITION, None)
        adapter.save_attributes(envelope, {**kept, _EMERGENCY_AT: now})
    except StateError:  # its adapter has said so
        pass
    except Exception as error:  # the answer is already made
        LOGGER.error(json.dumps({"event": "state_failed", "error": type(error).__name__}))
    finally:
        with suppress(Exception):  # a connection is this thread's own; an adapter without any has nothing to close
            adapter.close()
