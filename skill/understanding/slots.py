"""Finds what a request is about in plain words: a routine, a part of the body, a position, minutes, equipment."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from skill.understanding.counts import Counts
from skill.understanding.following import Following
from skill.understanding.phrase_finder import PhraseFinder, Span, Words, replaced
from skill.understanding.phrase_table import PhraseTable
from skill.understanding.routine_request import RoutineRequest
from skill.understanding.utterance import SlotWords
from skill.understanding.wish_grammar import ASIDE
from skill.understanding.words import normalise

_WORDS = re.compile(r"[^\W\d_]+(?:[' -][^\W\d_]+)*")
_MOST_SAID_BACK = 40
"""Characters: the longest part of the body has fewer."""
_TO_THE_PLACE = 4
"""Words between a refusal and the position that is refused, at most."""
_TO_THE_LENGTH = 3
"""Words between what tells of time that is gone and its length, at most."""
_TO_THE_NAME = 2
"""Words between what tells of a stretch that is done and its name, at most."""
_FROM_WHO_AGREES = 8
"""Words between somebody who can judge and that they agree, at most."""
_NAME = "\0"
"""Stands for a name, where only what is around it counts."""


class SlotFinder:
    """Looks for slot values in an utterance; the longest words for one win."""

    def __init__(self, compiled: Mapping[str, Any], named: Mapping[str, PhraseTable], counts: Counts) -> None:
        """Take what is compiled.

        Args:
            compiled: `slots` (slot to the kind of its values), the phrases `about` a wish that say how it is meant, and
                the words `beside` them and beside values that say nothing, or take it back.
            named: the phrases that name what can be asked for, by kind.
            counts: finds numbers.
        """
        self._counts = counts
        self._values = {slot: named[kind] for slot, kind in compiled["slots"].items()}
        self._said = {slot: PhraseFinder(values, words=Words.BARE) for slot, values in self._values.items()}
        about = {kind: PhraseTable(index) for kind, index in compiled["about"].items()}
        beside = {kind: frozenset(words) for kind, words in compiled["beside"].items()}
        self._routine, self._purpose = named["routine"], named["purpose"]
        # "Without getting out of my chair" is no wish to practise that.
        self._routines = PhraseFinder(self._routine, unless_after=beside["voids"])
        self._lacked = named["lacked"]
        self._aside = named[ASIDE]
        self._asides = PhraseFinder(self._aside, unless_after=beside["voids"])
        self._wished = PhraseFinder(  # in a longer name of what there is none of, a routine is none: "side plank"
            about["leads"], self._purpose, self._routine, self._lacked, unless_after=beside["voids"]
        )
        self._lacking = PhraseFinder(self._lacked, words=Words.BARE, unless_after=beside["voids"])
        self._between = beside["between"]
        meant = {kind: PhraseFinder(table, words=Words.BARE) for kind, table in about.items()}
        self._only, self._corrects, self._at_once = meant["only"], meant["corrects"], meant["at once"]
        self._agreed = meant["agreed"]
        self._lacks, self._has = (
            Following(meant[kind], self._said["equipment"], beside["lacks between"].__contains__)
            for kind in ("lacks", "has")
        )
        takes_back = beside["agrees not"]
        self._agrees = Following(
            PhraseFinder(about["judges"]),
            PhraseFinder(about["agrees"]),
            lambda word: word not in takes_back,
            _FROM_WHO_AGREES,
            Words.WHOLE,
        )
        self._unless_agreed, self._agreed_in_part = beside["agrees yet"], beside["agrees but"]
        self._spares = Following(meant["spares"], self._said["body_part"], self._between.__contains__)
        self._passes = Following(
            meant["passes"],
            PhraseFinder(named["minutes"], words=Words.BARE),
            lambda word: word not in beside["begins anew"],
            _TO_THE_LENGTH,
        )
        routines = PhraseFinder(self._routine, self._lacked)
        self._did = Following(meant["did"], routines, lambda word: word not in beside["begins anew"], _TO_THE_NAME)
        self._shuns_routine = Following(meant["shuns"], routines, self._between.__contains__)
        self._shuns_part = Following(meant["shuns"], self._said["body_part"], self._between.__contains__)
        self._likes = Following(meant["likes"], routines, self._between.__contains__)
        # "Not getting out from under the covers" is no wish to.
        leaves = beside["leaves"]
        self._avoids = Following(
            meant["avoids"], self._said["position"], lambda word: word not in leaves, _TO_THE_PLACE
        )
        self._bars = Following(meant["bars"], self._said["position"], lambda _: False)

    def find(self, slot: str, text: str) -> str:
        """The value of `slot` that stands in `text`, or an empty string."""
        return self._values[slot].get(self._said[slot].first(normalise(text))) or ""

    def overflow(self, slot: str, text: str) -> int:
        """How many words of `text` are neither of a value of `slot` nor between values: "my *lower* legs" has one."""
        if slot not in self._said:
            return 0 if self._counts.number(text) else len(text.split())
        left = self._said[slot].replaced(normalise(text), lambda _: "")
        return sum(word not in self._between for word in left.split())

    def is_value(self, slot: str, name: str) -> bool:
        """Whether `name` is a value of `slot`."""
        return name in self._values[slot].meanings

    @staticmethod
    def sayable(said: SlotWords | None) -> str:
        """What was said in a slot, if it can be said back: a few words and nothing else; else nothing."""
        words = said.text if said else ""
        return words if len(words) <= _MOST_SAID_BACK and _WORDS.fullmatch(words) else ""

    def _all(self, slot: str, text: str) -> list[str]:
        """Every value of `slot` in `text`."""
        return [self._values[slot].get(said) or "" for said in self._said[slot].all(text)]

    def _last(self, slot: str, text: str) -> str:
        """The last value of `slot` in `text`: "stuck at my desk all day, what can i do on my feet"."""
        return next(reversed(self._all(slot, normalise(text))), "")

    def _place(self, text: str) -> str:
        """The position that `text` names; whoever lies, and names a bed, lies in it."""
        last = self._last("position", text)
        return "bed" if last == "floor" and "bed" in self._all("position", text) else last

    def mentions(self, text: str) -> Iterator[tuple[str, str]]:
        """Every slot that `text`, already normalised, has a value of, with the words that stand for it."""
        for slot, finder in self._said.items():
            if said := finder.first(text):
                yield slot, said
        yield from self._counts.mentions(text)

    def request(self, text: str) -> RoutineRequest:
        """Everything that a request for a routine can be about; of what was corrected in one breath, the last."""
        words = normalise(text)
        parts = [part for part in self._corrects.split(words) if part.strip()]
        wish = self._part(parts[0] if parts else "")
        for part in parts[1:]:
            wish = self._corrected(wish, parts[0], self._part(part), part.strip())
        equipment = self._equipment(words)
        lacking, only = self._lacks.within(words), bool(self._only.first(words))
        # "It aches where my belt goes" is no wish for a belt.
        at_hand = lacking or only or not wish.body_part or self._has.within(words)
        return replace(
            wish,
            equipment=equipment if at_hand else "",
            lacking=lacking,
            only=only,
            at_once=bool(self._at_once.first(words)),
        )

    def _equipment(self, words: str) -> str:
        """The equipment that `words` name; "on my feet" is none, nor is a chair that a stretch or a purpose has."""
        if self._said["equipment"].absent(words):
            return ""
        around = self._around(words, self._wished.spans(words))
        return self.find("equipment", self._said["body_part"].replaced(around, _blank))

    def agreed(self, text: str) -> bool:
        """Whether `text` tells that somebody who can judge has agreed.

        No word before may make that a condition, nor one behind tell of anything else but where it is to be.
        """
        words = normalise(text)
        agrees = self._agrees.first(words) or self._agreed.first(words)
        if not agrees:
            return False
        before, _, behind = words.partition(agrees)
        if not self._unless_agreed.isdisjoint(before.split()):
            return False
        place = self.request(behind)
        return self._agreed_in_part.isdisjoint(behind.split()) or bool(place.position or place.avoids)

    def at_hand(self, text: str) -> bool:
        """Whether `text` names equipment as what is used, not as what is missing."""
        words = normalise(text)
        return self._has.within(words) and not self._lacks.within(words)

    def _corrected(self, first: RoutineRequest, text: str, last: RoutineRequest, said: str) -> RoutineRequest:
        """`first`, said as `text`, with what `last`, `said` so, says instead.

        A place alone moves the same routine there; a number alone, where minutes were named, is as many of them.
        """
        if last.routine or last.body_part:
            return replace(last, minutes=last.minutes or first.minutes, position=last.position or first.position)
        if last.position:
            body_part = first.body_part or self.find("body_part", text)
            return replace(
                first, routine="", body_part=body_part, position=last.position, minutes=last.minutes or first.minutes
            )
        if last.minutes or (first.minutes and self._counts.number(said)):
            return replace(first, minutes=last.minutes or self._counts.number(said))
        return first

    def _part(self, text: str) -> RoutineRequest:
        words = self._unspared(normalise(text))
        shunned = [words[start:end] for start, end in self._shuns_routine.spans(words)]
        shunned_parts = [words[start:end] for start, end in self._shuns_part.spans(words)]
        for gone in (self._shuns_routine, self._shuns_part, self._did):
            words = self._without(gone, words)
        wished = [*self._wished.spans(words)]
        said = [words[start:end] for start, end in wished]
        # "Something before a walk" wishes for no walk, and "on my feet all day" for no place.
        unspared = self._without(self._spares, words)
        purposes = map(self._purpose.get, said if unspared == words else self._wished.all(unspared))
        aimless = replaced(words, iter(wished), self._no_purpose)
        around = self._around(words, wished)
        bodily = self._said["position"].replaced(around, _blank)  # "on my feet" is no foot
        parts = self._parts(bodily)
        # "While the kettle boils" is what a routine is for; with a part of the body it is no name.
        names = [one for one in said if one in self._routine and not (parts and one in self._purpose)]
        routine = next(filter(None, map(self._routine.get, names)), "")
        # Beside a routine, what there is none of is named apart from it: "a plank with a band".
        lacking = said if routine else [self._lacking.first(aimless)]
        lacked = next(filter(None, map(self._lacked.get, lacking)), "")
        if routine and len(parts) > 1 and all(one in self._values["body_part"] for one in said if one in self._routine):
            routine = ""  # the neck *and* the shoulders, and no neck stretch
        also = self._behind_the_routine(words) if routine else parts[1:]
        position = self._place(self._without(self._bars, self._without(self._avoids, around)))
        avoids = self._last("position", self._avoids.first(around) or self._bars.first(around))
        return RoutineRequest(
            routine=routine,
            body_part=parts[0] if parts else "",
            also=tuple(dict.fromkeys(part for part in also if routine or part != parts[0])),
            position=position if position != avoids else "",  # "nothing on the floor, no lying down": twice the same
            avoids=avoids,
            shuns=tuple(dict.fromkeys(filter(None, (self._routine.get(self._routines.first(one)) for one in shunned)))),
            shuns_parts=tuple(dict.fromkeys(part for one in shunned_parts for part in self._parts(one))),
            minutes=self._counts.minutes(self._without(self._passes, aimless)),
            lacked=lacked,
            like=self._likes.within(words),
            purposes=tuple(dict.fromkeys(filter(None, purposes))),
            asides=tuple(dict.fromkeys(filter(None, map(self._aside.get, self._asides.all(words))))),
        )

    def _parts(self, words: str) -> list[str]:
        """The first part of the body in `words`, and those that are joined to it: "my neck and the shoulders"."""
        parts: list[str] = []
        end = 0
        for start, after in self._said["body_part"].spans(words):
            if parts and not self._between.issuperset(words[end:start].split()):
                break
            parts.append(self._values["body_part"].get(words[start:after]) or "")
            end = after
        return parts

    def _behind_the_routine(self, words: str) -> list[str]:
        """What parts of the body the routine in `words` is to be for: "that cat stretch for my *neck*"."""
        end = next((end for _, end in self._routines.spans(words)), 0)
        behind = words[end:]
        start = next((start for start, _ in self._said["body_part"].spans(behind)), 0)
        return self._parts(behind) if {*behind[:start].split()} - self._between == {"for"} else []

    def _unspared(self, words: str) -> str:
        """`words` without the part that is only to be spared ("a core one that won't hurt *my neck*")."""
        left = self._without(self._spares, words)
        named = (self._wished.first(left), self._said["body_part"].first(left), self._said["position"].first(left))
        return left if left == words or any(named) else words

    def _no_purpose(self, named: str) -> str:
        """`named`, unless it is a purpose: "the gym's *in an hour*" tells of no minutes, "after *jogging*" of none."""
        return "" if named in self._purpose else named

    @staticmethod
    def _without(following: Following, words: str) -> str:
        """`words` without what is found in them."""
        return " ".join(replaced(words, following.spans(words), _blank).split())

    def _around(self, words: str, wished: Iterable[Span]) -> str:
        """`words` without those that mean a routine or a purpose and are no name: their chair is no wish for one.

        Args:
            words: what was said.
            wished: where such words stand.
        """
        return replaced(words, wished, lambda named: named if named in self._values["stretch"] else "")

    def beside_the_routine(self, text: str) -> str:
        """`text`, already normalised, without the words that name a routine."""
        return " ".join(self._routines.replaced(text, lambda _: "").split())

    def before_the_routine(self, text: str) -> str:
        """What stands in `text`, already normalised, before the words that name a routine; all of it where none do."""
        return self._routines.replaced(text, lambda _: _NAME).partition(_NAME)[0]


def _blank(_: str) -> str:
    return " "
