"""What every adapter promises, held against all three; DynamoDB over the wire."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from ask_sdk_core.attributes_manager import AbstractPersistenceAdapter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skill.dialog.session import Memory
from skill.errors import StateError
from skill.guidance.position import RoutinePosition
from skill.state.dynamodb import DynamoDbAdapter
from skill.state.in_memory import InMemoryAdapter
from skill.state.records import KEPT_SECONDS
from skill.state.sqlite import SqliteAdapter
from tests.state import dynalite
from tests.state.requests import SECRET, request

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@dataclass
class Clock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Store:
    """An adapter, and the means to make another one on the same data."""

    clock: Clock
    again: Callable[[bytes], AbstractPersistenceAdapter]

    def __post_init__(self) -> None:
        self.adapter = self.again(SECRET)


@pytest.fixture(params=["sqlite", "in memory", "dynamodb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    clock = Clock()
    with ExitStack() as opened:
        if request.param == "sqlite":

            def sqlite(secret: bytes) -> AbstractPersistenceAdapter:
                adapter = SqliteAdapter(tmp_path / "state.sqlite3", secret, clock)
                opened.callback(adapter.close)
                return adapter

            yield Store(clock, sqlite)
        elif request.param == "dynamodb":
            client = dynalite.client(request.getfixturevalue("dynamodb"))
            opened.callback(client.close)
            yield Store(clock, lambda secret: DynamoDbAdapter(client, dynalite.TABLE, secret, clock))
        else:
            yield Store(clock, lambda secret: InMemoryAdapter(secret, clock))


def anyone() -> str:
    return f"amzn1.ask.account.{uuid4().hex}"


def test_nothing_is_kept_at_first(store: Store) -> None:
    assert store.adapter.get_attributes(request(anyone())) == {}


def test_what_is_saved_is_read(store: Store) -> None:
    user = anyone()
    kept = json.loads(json.dumps(Memory(RoutinePosition("neck", ("turn",), 1), disclaimer_heard=True).dump()))
    store.adapter.save_attributes(request(user), kept)
    assert store.adapter.get_attributes(request(user)) == kept
    assert Memory.load(kept).position == RoutinePosition("neck", ("turn",), 1)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(attributes=st.dictionaries(st.text(), JSON, max_size=5))
def test_json_comes_back_as_it_was(store: Store, attributes: dict[str, object]) -> None:
    store.adapter.save_attributes(request("B"), attributes)
    assert store.adapter.get_attributes(request("B")) == attributes


def test_the_last_save_counts(store: Store) -> None:
    user = anyone()
    for stage in range(3):
        store.adapter.save_attributes(request(user), {"stage": stage})
    assert store.adapter.get_attributes(request(user)) == {"stage": 2}


def test_users_do_not_meet(store: Store) -> None:
    one, other = anyone(), anyone()
    store.adapter.save_attributes(request(one), {"of": "one"})
    store.adapter.save_attributes(request(other), {"of": "other"})
    store.adapter.delete_attributes(request(other))
    assert store.adapter.get_attributes(request(one)) == {"of": "one"}
    assert store.adapter.get_attributes(request(other)) == {}


def test_deleting_twice_or_nothing_is_fine(store: Store) -> None:
    user = anyone()
    store.adapter.save_attributes(request(user), {"a": 1})
    for _ in range(2):
        store.adapter.delete_attributes(request(user))
    assert store.adapter.get_attributes(request(user)) == {}


def test_the_skill_disabled_event_finds_what_a_session_saved(store: Store) -> None:
    user = anyone()
    store.adapter.save_attributes(request(user), {"a": 1})
    store.adapter.delete_attributes(request(user, "AlexaSkillEvent.SkillDisabled"))
    assert store.adapter.get_attributes(request(user)) == {}


def test_kept_for_ninety_days_after_the_last_visit(store: Store) -> None:
    user = anyone()
    store.adapter.save_attributes(request(user), {"a": 1})
    store.clock.now += KEPT_SECONDS - 1
    assert store.adapter.get_attributes(request(user)) == {"a": 1}
    store.adapter.save_attributes(request(user), {"a": 2})
    store.clock.now += KEPT_SECONDS - 1
    assert store.adapter.get_attributes(request(user)) == {"a": 2}
    store.clock.now += 1
    assert store.adapter.get_attributes(request(user)) == {}


def visit(store: Store, user: str, person: str = "", place: int | None = None) -> object:
    """The place that somebody finds, who then goes on to another."""
    asked = request(user, person=person)
    found = store.adapter.get_attributes(asked)
    if place is not None:
        store.adapter.save_attributes(asked, found | {"place": place})
    return found.get("place")


HOUSEHOLD: dict[str, list[tuple[str, int | None, int | None]]] = {
    "each has a place of their own": [
        ("ann", None, 1),
        ("bob", None, 2),
        ("cy", None, 3),
        ("ann", 1, 11),
        ("bob", 2, 12),
        ("cy", 3, 13),
        ("ann", 11, None),
        ("bob", 12, None),
    ],
    "who is not recognised is whoever spoke last": [
        ("ann", None, 1),
        ("", 1, 2),
        ("ann", 2, 3),
        ("bob", None, 4),
        ("", 4, 5),
        ("bob", 5, None),
        ("ann", 3, None),
    ],
    "who only looked has not spoken": [("ann", None, 1), ("bob", None, None), ("", 1, None)],
    "a place from before anybody was recognised": [("", None, 1), ("ann", 1, 2), ("bob", None, 3), ("", 3, None)],
}


@pytest.mark.parametrize("name", HOUSEHOLD)
def test_the_people_of_an_account(name: str, store: Store) -> None:
    user = anyone()
    for number, (person, found, left) in enumerate(HOUSEHOLD[name]):
        assert visit(store, user, person, left) == found, number
    assert visit(store, anyone(), "ann") is None


@pytest.mark.parametrize(
    "asked",
    [("LaunchRequest", "ann"), ("LaunchRequest", "bob"), ("LaunchRequest", ""), ("AlexaSkillEvent.SkillDisabled", "")],
)
def test_whoever_asks_everybody_of_the_account_is_forgotten(asked: tuple[str, str], store: Store) -> None:
    user = anyone()
    for person in ("ann", "bob", "cy"):
        visit(store, user, person, 1)
    kind, person = asked
    store.adapter.delete_attributes(request(user, kind, person))
    assert [visit(store, user, one) for one in ("ann", "bob", "cy", "")] == [None] * 4


def test_each_is_forgotten_ninety_days_after_their_own_last_visit(store: Store) -> None:
    user = anyone()
    visit(store, user, "ann", 1)
    store.clock.now += KEPT_SECONDS - 100
    visit(store, user, "bob", 2)
    assert visit(store, user, "ann") == 1
    store.clock.now += 100
    assert visit(store, user, "ann") is None
    assert "others" not in store.adapter.get_attributes(request(user, person="bob"))
    assert visit(store, user, "bob") == 2


def test_a_crowd_on_one_account_is_bounded(store: Store) -> None:
    user = anyone()
    for number in range(30):
        visit(store, user, f"person {number}", number)
        store.clock.now += 1
    assert [visit(store, user, f"person {number}") for number in range(19, 30)] == [None, *range(20, 30)]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(attributes=st.fixed_dictionaries({"a": st.just(1)}, optional={"speaker": JSON, "others": JSON}))
def test_whatever_stands_where_people_should(store: Store, attributes: dict[str, object]) -> None:
    store.adapter.save_attributes(request("C"), attributes)
    for person in ("ann", "bob", ""):
        store.adapter.get_attributes(request("C", person=person))


def test_another_key_finds_nothing(store: Store) -> None:
    if isinstance(store.adapter, InMemoryAdapter):
        return  # Its data is its own.
    user = anyone()
    store.adapter.save_attributes(request(user), {"a": 1})
    assert store.again(b"f" * 32).get_attributes(request(user)) == {}
    assert store.again(SECRET).get_attributes(request(user)) == {"a": 1}


@pytest.mark.parametrize("user", ["", "\ud800", "x" * 10_000, "Robert'); DROP TABLE users;--"])
def test_any_user_id(store: Store, user: str) -> None:
    if not user:
        with pytest.raises(StateError):
            store.adapter.get_attributes(request(user))
        with pytest.raises(StateError):
            store.adapter.save_attributes(request(user), {"a": 1})
        store.adapter.delete_attributes(request(user))  # Nothing is kept about nobody.
        return
    store.adapter.save_attributes(request(user), {"a": 1})
    assert store.adapter.get_attributes(request(user)) == {"a": 1}
    store.adapter.delete_attributes(request(user))
