"""Forgets the place in a stretch after an emergency was answered: nothing waits for it, and nothing fails with it."""

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


def forget_place(adapter: AbstractPersistenceAdapter, envelope: RequestEnvelope) -> None:
    """Take the saved place in a stretch out of what `adapter` keeps about the user; everything else stays.

    It runs beside the answer: a store that takes longer than `WAIT_SECONDS` finishes, or fails, by itself.
    """
    thread = threading.Thread(target=_forget, args=(adapter, envelope), name="forget-place", daemon=True)
    thread.start()
    thread.join(WAIT_SECONDS)
    if thread.is_alive():
        LOGGER.error(json.dumps({"event": "state_failed", "error": "slow"}))


def _forget(adapter: AbstractPersistenceAdapter, envelope: RequestEnvelope) -> None:
    try:
        kept = adapter.get_attributes(envelope)
        if kept.pop(_POSITION, None) is not None:
            adapter.save_attributes(envelope, kept)
    except StateError:  # its adapter has said so
        pass
    except Exception as error:  # the answer is already made
        LOGGER.error(json.dumps({"event": "state_failed", "error": type(error).__name__}))
    finally:
        with suppress(Exception):  # a connection is this thread's own; an adapter without any has nothing to close
            adapter.close()
