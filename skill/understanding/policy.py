"""Label probabilities to a meaning: the decisions, and why they lie where they do."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest

from skill.understanding.command import GUIDING, Command
from skill.understanding.labels import command_of, kind_of
from skill.understanding.meaning import Asked, CommandGiven, Meaning, Referred, Unanswerable, Unheard, Urgent
from skill.understanding.referral_roles import ReferralRoles

URGENT_FROM = 0.12
"""Probability of any red flag from which it counts as one.

A false alarm costs a phone call; a miss may cost the use of a leg.
"""
URGENT_WISHED_FROM = 0.5
"""The same when a stretch is asked for in the same breath: "what can i do standing up"."""
HARMLESS_BELOW = 0.01
"""Probability of any red flag below which alarming words alone ("i don't aim to kill myself") are no alarm."""
COMMAND_FROM = 0.3
"""Probability of a command from which alarming words must find some support."""
CONDITION_FROM = 0.9
"""Probability of a named condition from which alarming words must find support: "I have brittle bones" is no fall."""
SUPPORTED_FROM = 0.03
"""That support: the least probability of any red flag."""
COMMAND_LEAST = 0.5
"""Probability of a command below which, with no stretch under way and none named, it is taken for none."""
SYMPTOM_FROM = 0.4
"""Probability of a common symptom from which more than a doubt is needed for an alarm."""
ELSEWHERE_FROM = 0.6
"""The same of another subject altogether; alarming words must find some support then, too."""
URGENT_DOUBTED_FROM = 0.15
"""Probability of any red flag that is needed then."""
NAMED_FROM = 0.5
"""Probability from which a red flag is called by its name."""
REFER_FROM = 0.35
"""Probability of a personal decision from which it is referred, even if something else is likelier."""
REFER_START_FROM = 0.12
"""The same when the likeliest is a command: nobody is started on a stretch past a condition they told of."""
REFER_HINT_FROM = 0.2
"""The same when the words alone say that it is one."""
ANSWER_FAVOURED = 1.3
"""How many times likelier a gap must be than an answer: an unsure answer says what it understood."""
ELSEWHERE_FAVOURED = 2.0
"""How many times likelier than another subject altogether an answer must be."""
SURE_FROM = 0.55
"""Probability from which an answer goes without saying what was understood."""
SECOND_FROM = 0.06
"""Probability from which a second statement is spoken too."""
TORN_BELOW = 0.3
"""Probability of the best statement below which the listener is asked which was meant."""
UNHEARD_BELOW = 0.12
"""Probability of the best label below which nothing was understood."""
UNHEARD_BELOW_GUIDING = 0.3
"""The same during a stretch, where a wrong guess moves somebody's body."""
_NEXT_BEST = 3
MOST_ELSEWHERE = 5.0
"""How many times likelier another subject altogether gets, at the most, where the words alone speak for it."""
_UNDER_WAY = 3.0
_NOT_UNDER_WAY = 0.3
"""How much likelier, or less likely, a guiding command is than the words alone say."""
_NO_ROLES = ReferralRoles()


class Found(dict[str, float]):
    """Probabilities by label."""

    def __init__(
        self, labels: tuple[str, ...], probabilities: Iterable[float], roles: ReferralRoles = _NO_ROLES
    ) -> None:
        """Take one probability a label, and which labels of referrals weigh in elsewhere."""
        super().__init__(zip(labels, probabilities, strict=True))
        self.roles = roles
        self._by_kind = _by_kind(labels)

    def of(self, kind: str) -> list[float]:
        """The probabilities of every label of a kind, in the labels' order."""
        return list(map(self.__getitem__, self._by_kind[kind]))

    def sums(self) -> dict[str, float]:
        """The probability of each kind."""
        return {kind: sum(self.of(kind)) for kind in self._by_kind}

    def likeliest(self, kind: str, count: int) -> list[str]:
        """The likeliest labels of a kind, best first."""
        return nlargest(count, self._by_kind[kind], key=self.__getitem__)


@lru_cache(maxsize=8)
def _by_kind(labels: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Labels by kind, in their order. A document has thousands of them, which never change while it is spoken."""
    kinds: dict[str, list[str]] = {kind_of(label): [] for label in labels}
    for label in labels:
        kinds[kind_of(label)].append(label)
    return {kind: tuple(some) for kind, some in kinds.items()}


@lru_cache(maxsize=8)
def _guiding_places(labels: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, label in enumerate(labels) if command_of(label) in GUIDING)


@lru_cache(maxsize=8)
def _off_places(labels: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, label in enumerate(labels) if kind_of(label) == "off")


def in_context(
    labels: tuple[str, ...],
    probabilities: Sequence[float],
    guiding: bool,
    elsewhere: float,
    roles: ReferralRoles = _NO_ROLES,
) -> Found:
    """Probabilities by label, given what else is known.

    Args:
        labels: every label.
        probabilities: one a label.
        guiding: whether a stretch is under way.
        elsewhere: the odds, by the words alone, that it is about another subject altogether. They only ever speak
            for that: words that are all of our subject say little ("stretch my budget").
        roles: which labels of referrals weigh in elsewhere.
    """
    weight = _UNDER_WAY if guiding else _NOT_UNDER_WAY
    found = list(map(float, probabilities))
    for place in _off_places(labels):
        found[place] *= min(max(elsewhere, 1.0), MOST_ELSEWHERE)
    for place in _guiding_places(labels):
        found[place] *= weight
    total = sum(found)
    return Found(labels, [one / total for one in found], roles)


def urgent(found: Found, wished: bool = False) -> Urgent | None:
    """Whether it is a red flag, and which. Asking for a stretch besides makes it less likely one."""
    needed = URGENT_DOUBTED_FROM if _common_symptom(found) or _elsewhere(found) else URGENT_FROM
    if sum(found.of("urgent")) < (URGENT_WISHED_FROM if wished else needed):
        return None
    (best,) = found.likeliest("urgent", 1)
    return Urgent(best if found[best] >= NAMED_FROM else "")


def ruled_out(found: Found) -> bool:
    """Whether a red flag is all but ruled out."""
    return sum(found.of("urgent")) < HARMLESS_BELOW


def no_alarm(found: Found) -> bool:
    """Whether a red flag is all but ruled out, or a command, a common symptom or another subject is far likelier."""
    if ruled_out(found):
        return True
    alarm = sum(found.of("urgent"))
    if _common_symptom(found):
        return alarm < URGENT_DOUBTED_FROM
    best = max(found, key=found.__getitem__)
    command = kind_of(best) == "cmd" and found[best] >= COMMAND_FROM
    condition = _likelihood(found, found.roles.conditions) >= CONDITION_FROM
    return (command or condition or _elsewhere(found)) and alarm < SUPPORTED_FROM


def _common_symptom(found: Found) -> bool:
    return _likelihood(found, found.roles.common_symptoms) >= SYMPTOM_FROM


def _likelihood(found: Found, labels: Iterable[str]) -> float:
    return sum(found.get(label, 0.0) for label in labels)


def _elsewhere(found: Found) -> bool:
    return sum(found.of("off")) >= ELSEWHERE_FROM


def may_refer(found: Found) -> bool:
    """Whether a personal decision is at all likely: the words alone find one in many a plain question."""
    return sum(found.of("refer")) >= REFER_HINT_FROM


def decide(found: Found, guiding: bool, named: bool) -> Meaning:
    """The meaning of an utterance that is no red flag.

    Args:
        found: probabilities by label.
        guiding: whether a stretch is under way.
        named: whether the words name a stretch, a part of the body, a position or a time.
    """
    if max(found.values()) < (UNHEARD_BELOW_GUIDING if guiding else UNHEARD_BELOW):
        return Unheard()
    sums = found.sums()
    sums.pop("urgent", None)
    best = max(sums, key=sums.__getitem__)
    if best == "gap" and sums["answer"] * ANSWER_FAVOURED >= sums["gap"]:
        best = "answer"
    if best == "answer" and sums["off"] * ELSEWHERE_FAVOURED >= sums["answer"]:
        best = "off"
    if sums["refer"] >= (REFER_START_FROM if best == "cmd" else REFER_FROM):
        best = "refer"
    ranked = found.likeliest(best, 2 + _NEXT_BEST)
    if best == "refer":
        if guiding and ranked[0] in found.roles.hurting:
            return CommandGiven(Command.HURTS)
        return Referred(ranked[0])
    if best == "cmd" and not (guiding or named) and found[ranked[0]] < COMMAND_LEAST:
        return Unanswerable()
    if best == "cmd":
        command = command_of(ranked[0])
        return CommandGiven(command) if command else Unheard()
    if best == "gap":
        return Unanswerable(gap=ranked[0])
    if best == "off":
        return Unanswerable(off_topic=True)
    return _answer(ranked, found)


def _answer(ranked: list[str], found: Mapping[str, float]) -> Asked:
    first, second, *rest = ranked
    if found[first] < TORN_BELOW and found[second] > found[first] / 2:
        return Asked((first, second), tuple(rest[:_NEXT_BEST]), sure=False, torn=True)
    two = found[second] >= SECOND_FROM
    statements = (first, second) if two else (first,)
    others = rest if two else [second, *rest]
    return Asked(statements, tuple(others[:_NEXT_BEST]), sure=found[first] >= SURE_FROM)
