"""Hypothesis strategies: envelopes that the platform may send, and JSON that it never would."""

import copy
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from hypothesis import strategies as st

Json: TypeAlias = Any
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
TEXT = st.text(max_size=30)
FUTURE_NAMES = st.sampled_from(["futureField", "x-new", "Alexa.Future.Thing", "nächstes", "n2"])


def model(
    fields: Mapping[str, st.SearchStrategy[Json]], **needed: st.SearchStrategy[str]
) -> st.SearchStrategy[dict[str, Json]]:
    """An object with any of `fields`, each perhaps null, all of `needed`, and unknown ones."""
    known = st.fixed_dictionaries(needed, optional={name: st.none() | value for name, value in fields.items()})
    unknown = st.dictionaries(FUTURE_NAMES, JSON, max_size=1)
    return st.tuples(known, unknown).map(lambda pair: pair[0] | pair[1])


def one(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


def _iso(moment: datetime) -> str:
    return moment.isoformat() + "Z"


TIMESTAMP = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(_iso)
APPLICATION = model({"applicationId": TEXT})
USER = model(
    {
        "userId": TEXT,
        "accessToken": TEXT,
        "permissions": model(
            {
                "consentToken": TEXT,
                "scopes": st.dictionaries(TEXT, model({"status": one("GRANTED", "DENIED")}), max_size=2),
            }
        ),
    }
)
VIEWPORT = model(
    {
        "experiences": st.lists(model({"arcMinuteWidth": st.integers(0, 999), "canRotate": st.booleans()}), max_size=2),
        "mode": one("HUB", "TV"),
        "shape": one("ROUND", "RECTANGLE"),
        "pixelWidth": st.integers(0, 4000),
        "dpi": st.floats(1, 999),
        "touch": st.lists(one("SINGLE"), max_size=1),
        "video": model({"codecs": st.lists(one("H_264_41", "H_264_42"), max_size=2)}),
    }
)
DEVICE = model(
    {
        "deviceId": TEXT,
        "supportedInterfaces": model(
            {
                "AudioPlayer": model({}),
                "Display": model({"templateVersion": TEXT}),
                "Alexa.Presentation.APL": model({"runtime": model({"maxVersion": TEXT})}),
            }
        ),
    }
)
CONTEXT = model(
    {
        "System": model(
            {
                "application": APPLICATION,
                "user": USER,
                "device": DEVICE,
                "person": model({"personId": TEXT}),
                "unit": model({"unitId": TEXT, "persistentUnitId": TEXT}),
                "apiEndpoint": TEXT,
                "apiAccessToken": TEXT,
            }
        ),
        "AudioPlayer": model(
            {
                "offsetInMilliseconds": st.integers(0, 10**9),
                "playerActivity": one("IDLE", "PLAYING"),
            }
        ),
        "Viewport": VIEWPORT,
    }
)
RESOLUTIONS = model(
    {
        "resolutionsPerAuthority": st.lists(
            model(
                {
                    "authority": TEXT,
                    "status": model({"code": one("ER_SUCCESS_MATCH", "ER_SUCCESS_NO_MATCH", "ER_ERROR_TIMEOUT")}),
                    "values": st.lists(model({"value": model({"name": TEXT, "id": TEXT})}), max_size=2),
                }
            ),
            max_size=2,
        )
    }
)
SIMPLE = model({"value": TEXT, "resolutions": RESOLUTIONS}, type=one("Simple"))
SLOT = model(
    {
        "name": TEXT,
        "value": TEXT,
        "confirmationStatus": one("NONE", "DENIED", "CONFIRMED"),
        "resolutions": RESOLUTIONS,
        "source": one("USER"),
        "slotValue": SIMPLE | model({"values": st.lists(SIMPLE, max_size=2)}, type=one("List")),
    }
)
HEAD = {"requestId": TEXT, "timestamp": TIMESTAMP, "locale": one("en-US", "en-GB", "xx-XX")}
INTENT = model(
    {
        "slots": st.dictionaries(TEXT, SLOT, max_size=3),
        "confirmationStatus": one("NONE", "DENIED", "CONFIRMED"),
    },
    name=TEXT,
)
REQUEST = st.one_of(
    model(HEAD | {"task": model({"name": TEXT, "version": TEXT})}, type=one("LaunchRequest")),
    model(
        HEAD | {"intent": INTENT, "dialogState": one("STARTED", "IN_PROGRESS", "COMPLETED")},
        type=one("IntentRequest"),
    ),
    model(
        HEAD
        | {
            "reason": one("USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS"),
            "error": model({"type": one("INVALID_RESPONSE", "INTERNAL_SERVICE_ERROR"), "message": TEXT}),
        },
        type=one("SessionEndedRequest"),
    ),
    model(
        HEAD | {"eventCreationTime": TIMESTAMP, "eventPublishingTime": TIMESTAMP},
        type=one("AlexaSkillEvent.SkillDisabled"),
    ),
)
SESSION = model(
    {
        "new": st.booleans(),
        "sessionId": TEXT,
        "user": USER,
        "attributes": st.dictionaries(TEXT, JSON, max_size=3),
        "application": APPLICATION,
    }
)
VALID = model({"version": one("1.0"), "session": SESSION, "context": CONTEXT, "request": REQUEST})
"""Envelopes of the kinds this skill is sent, each field there, null or missing."""

NAMES = (
    *("version", "session", "context", "request", "System", "application", "applicationId"),
    *("user", "userId", "attributes", "type", "timestamp", "intent", "name", "slots", "value"),
    *("slotValue", "resolutions", "resolutionsPerAuthority", "values", "status", "code", "new"),
    *("device", "supportedInterfaces", "Viewport", "locale", "reason", "error", "object_type"),
    *("__class__", "__dict__", "deserialized_types", "attribute_map", "to_dict"),
    "_Request__discriminator_value",
)
HOSTILE_SCALARS = (
    JSON
    | st.sampled_from(["IntentRequest", "LaunchRequest", "Simple", "List", "en-US", "", "\0", "<>&"])
    | st.integers(-(10**400), 10**400)
)
HOSTILE = st.recursive(
    HOSTILE_SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), inner, max_size=5)
    ),
    max_leaves=20,
)
"""Any JSON, with a liking for the names and types that mean something."""
HOSTILE_OBJECT = st.dictionaries(st.sampled_from(NAMES) | TEXT, HOSTILE, max_size=6)


def _places(value: Json, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: Iterable[tuple[Any, Json]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [place for key, item in inner for place in ((*path, key), *_places(item, (*path, key)))]


@st.composite
def grafted(draw: st.DrawFn, envelope: Mapping[str, Json]) -> dict[str, Json]:
    """`envelope` with something hostile in one to three of its places, or added to them."""
    changed = copy.deepcopy(dict(envelope))
    for _ in range(draw(st.integers(1, 3))):
        places = _places(changed)
        if not places:
            break
        *parents, last = draw(st.sampled_from(places))
        place: Json = changed
        for parent in parents:
            place = place[parent]
        if isinstance(place, dict) and draw(st.booleans()):
            place[draw(st.sampled_from(NAMES) | TEXT)] = draw(HOSTILE)
        else:
            place[last] = draw(HOSTILE)
    return changed
