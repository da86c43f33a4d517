"""Finds what a wish is about in plain words: a stretch, a part of the body, a position, minutes, equipment."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from skill.understanding.phrase_finder import PhraseFinder, by_words
from skill.understanding.stretch_request import StretchRequest
from skill.understanding.utterance import SlotWords
from skill.understanding.words import normalise

_WORDS = re.compile(r"[^\W\d_]+(?:[' -][^\W\d_]+)*")
_MOST_SAID_BACK = 40
"""Characters: the longest part of the body has fewer."""
_ISO_MINUTES = re.compile(r"pt(?=\d)(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?(?:\d+s)?")
_UNITS = ("minute", "minutes", "min", "mins")
_MINUTES = re.compile(rf"\b([a-z0-9]+(?: [a-z]+)?) (?:{'|'.join(_UNITS)})\b")
_MOST_MINUTES = 120
"""Minutes in digits that a wish may name."""
_NAME = "\0"
"""Stands for a name, where only what is around it counts."""


class SlotFinder:
    """Looks for slot values in an utterance; the longest words for one win."""

    def __init__(
        self,
        slots: Mapping[str, Mapping[str, Sequence[str]]],
        wished: Mapping[str, dict[str, str]],
        numbers: Sequence[str],
        durations: Mapping[str, int],
        about: Mapping[str, Sequence[str]],
    ) -> None:
        """Take what is compiled.

        Args:
            slots: slot to value to the other words for it.
            wished: words that are heard in free speech alone, normalised: for `routines`, to their ids, for
                exercises that there are not (`lacked`), to what they are called, and for `purposes`, to their names.
            numbers: the counts as words, from zero.
            durations: other words for a number of minutes.
            about: words that say how a wish is meant, and those that may stand before and between values and say
                nothing (`between`): `only`, `lacks`, `lacks between`, `has`,
                `corrects`, `spares`, `avoids`, `leads` and `at once`.
        """
        self._values = {slot: by_words(values) for slot, values in slots.items()}
        self._patterns = {slot: _pattern(index) for slot, index in self._values.items()}
        self._asked_for = wished["routines"] | self._values["stretch"]
        # "Without getting out of my chair" is no wish to practise that.
        self._routines = PhraseFinder(self._asked_for, unless_after="without")
        self._lacked = wished["lacked"]
        self._lacked_pattern = _pattern(self._lacked)
        self._for = wished["purposes"]
        leads = {normalise(said): "" for said in about["leads"]}
        self._wished = PhraseFinder({**leads, **self._for, **self._asked_for}, unless_after="without")
        self._numbers = {word.replace("-", " "): number for number, word in enumerate(numbers)}
        self._only = _pattern(about["only"])
        self._between = frozenset(about["between"])
        before = rf" (?:{_pattern(about['lacks between']).pattern} )*{self._patterns['equipment'].pattern}"
        self._lacks, self._has = (re.compile(_pattern(about[said]).pattern + before) for said in ("lacks", "has"))
        self._corrects = _pattern(about["corrects"])
        body = rf" (?:(?:{'|'.join(map(re.escape, about['between']))}) )*{self._patterns['body_part'].pattern}"
        self._spares = re.compile(_pattern(about["spares"]).pattern + body)
        # "Not getting out from under the covers" is no wish to.
        place = rf"(?: (?!out\b|from\b|off\b)\w+){{0,4}}? {self._patterns['position'].pattern}"
        self._avoids = re.compile(_pattern(about["avoids"]).pattern + place)
        self._at_once = _pattern(about["at once"])
        self._durations = durations
        self._duration = _pattern(durations)
        counts = _pattern([word for word, number in self._numbers.items() if number])
        self._number = re.compile(rf"{counts.pattern}|\b\d+\b")
        self._numbers |= {"a": 1, "one": 1, "a couple": 2, "couple": 2, "a few": 3, "half a": 1}

    def find(self, slot: str, text: str) -> str:
        """The value of `slot` that stands in `text`, or an empty string."""
        match = self._patterns[slot].search(normalise(text))
        return self._values[slot][match[0]] if match else ""

    def overflow(self, slot: str, text: str) -> int:
        """How many words of `text` are neither of a value of `slot` nor between values: "my *lower* legs" has one."""
        if slot not in self._patterns:
            return 0 if self.number(text) else len(text.split())
        left = self._patterns[slot].sub("", normalise(text))
        return sum(word not in self._between for word in left.split())

    @property
    def names(self) -> Iterable[str]:
        """Names of stretches, exercises and parts of the body: what can be told apart though a letter was misheard."""
        return (*self._values["stretch"], *self._lacked, *self._values["body_part"])

    @property
    def named(self) -> Mapping[str, Iterable[str]]:
        """Everything that can be wished for, by its kind (`wish_grammar.NAMED`)."""
        counts = (*self._numbers, *map(str, range(1, _MOST_MINUTES + 1)))
        return {
            "routine": self._asked_for,
            "lacked": self._lacked,
            "part": self._values["body_part"],
            "place": self._values["position"],
            "minutes": [*self._durations, *(f"{count} {unit}" for count in counts for unit in _UNITS)],
            "purpose": self._for,
        }

    def is_value(self, slot: str, name: str) -> bool:
        """Whether `name` is a value of `slot`."""
        return name in self._values[slot].values()

    @staticmethod
    def sayable(said: SlotWords | None) -> str:
        """What was said in a slot, if it can be said back: a few words and nothing else; else nothing."""
        words = said.text if said else ""
        return words if len(words) <= _MOST_SAID_BACK and _WORDS.fullmatch(words) else ""

    def _last(self, slot: str, text: str) -> str:
        """The last value of `slot` in `text`: "stuck at my desk all day, what can i do on my feet"."""
        found = self._patterns[slot].findall(normalise(text))
        return self._values[slot][found[-1]] if found else ""

    def _place(self, text: str) -> str:
        """The position that `text` names; whoever lies, and names a bed, lies in it."""
        last = self._last("position", text)
        bed = last == "floor" and "bed" in map(self._values["position"].get, self._patterns["position"].findall(text))
        return "bed" if bed else last

    def mentions(self, text: str) -> Iterator[tuple[str, str]]:
        """Every slot that `text` has a value of, with the words that stand for it."""
        for slot, pattern in self._patterns.items():
            if match := pattern.search(text):
                yield slot, match[0]
        if match := _MINUTES.search(text):
            for part in (match[1], match[1].split()[-1]):
                if self.number(part):
                    yield "minutes", part
                    break
        if match := self._number.search(text):
            yield "number", match[0]

    def minutes(self, text: str) -> int:
        """The number of minutes in `text`, or 0."""
        words = normalise(text)
        for match in _MINUTES.finditer(words):
            both, last = match[1], match[1].split()[-1]
            first = match[1].split()[0]
            for part in (both, last, first):
                if part.isdecimal():
                    return _whole(part)
                if part in self._numbers:
                    return self._numbers[part]
        spoken = self._duration.search(words)
        return self._durations[spoken[0]] if spoken else 0

    def number(self, text: str) -> int:
        """The number that `text` is, or 0. Alexa may hand over a length of time as ISO 8601 has it ("PT5M")."""
        words = normalise(text)
        length = _ISO_MINUTES.fullmatch(words)
        if length:
            return 60 * _whole(length["hours"] or "0") + _whole(length["minutes"] or "0")
        return _whole(words) if words.isdecimal() else self._numbers.get(words, 0)

    def first_number(self, text: str) -> int:
        """The first number in `text`, or 0."""
        match = self._number.search(normalise(text))
        return self.number(match[0]) if match else 0

    def request(self, text: str) -> StretchRequest:
        """Everything that a wish for a stretch can be about; of what was corrected in one breath, the last."""
        parts = [part for part in self._corrects.split(normalise(text)) if part.strip()]
        wish = self._part(parts[0] if parts else "")
        for part in parts[1:]:
            wish = self._corrected(wish, parts[0], self._part(part), part.strip())
        words = normalise(text)
        equipment = self.find("equipment", self._patterns["body_part"].sub(" ", self._around(words)))
        lacking, only = bool(self._lacks.search(words)), bool(self._only.search(words))
        # "It aches where my belt goes" is no wish for a belt.
        at_hand = lacking or only or not wish.body_part or bool(self._has.search(words))
        return replace(
            wish,
            equipment=equipment if at_hand else "",
            lacking=lacking,
            only=only,
            at_once=bool(self._at_once.search(words)),
        )

    def at_hand(self, text: str) -> bool:
        """Whether `text` names equipment as what is used, not as what is missing."""
        words = normalise(text)
        return bool(self._has.search(words)) and not self._lacks.search(words)

    def _corrected(self, first: StretchRequest, text: str, last: StretchRequest, said: str) -> StretchRequest:
        """`first`, said as `text`, with what `last`, `said` so, says instead.

        A place alone moves the same stretch there; a number alone, where minutes were named, is as many of them.
        """
        if last.stretch or last.body_part:
            return replace(last, minutes=last.minutes or first.minutes, position=last.position or first.position)
        if last.position:
            body_part = first.body_part or self.find("body_part", text)
            return replace(
                first, stretch="", body_part=body_part, position=last.position, minutes=last.minutes or first.minutes
            )
        if last.minutes or (first.minutes and self.number(said)):
            return replace(first, minutes=last.minutes or self.number(said))
        return first

    def _part(self, text: str) -> StretchRequest:
        words = self._unspared(normalise(text))
        # "Something before a walk" wishes for no walk, and "on my feet all day" for no place.
        purposes = [self._for[said] for said in self._wished.all(self._spares.sub(" ", words)) if said in self._for]
        around = self._around(words)
        bodily = self._patterns["position"].sub(" ", around)  # "on my feet" is no foot
        named = next((said for said in self._wished.all(words) if said in self._asked_for), "")
        lacked = self._lacked_pattern.search(words)
        return StretchRequest(
            stretch=self._asked_for[named] if named else "",
            body_part=self.find("body_part", bodily),
            position=self._place(self._avoids.sub(" ", around)),
            avoids=self._last("position", (self._avoids.search(around) or [""])[0]),
            minutes=self.minutes(words),
            lacked=self._lacked[lacked[0]] if lacked and not named else "",
            purposes=tuple(dict.fromkeys(purposes)),
        )

    def _unspared(self, words: str) -> str:
        """`words` without the part that is only to be spared ("a core one that won't hurt *my neck*")."""
        left = self._spares.sub(" ", words)
        return left if self._part_or_stretch(left) else words

    def _part_or_stretch(self, words: str) -> bool:
        return bool(self._routines.first(words) or self._patterns["body_part"].search(words))

    def _around(self, words: str) -> str:
        """`words` without those that mean a routine or a purpose and are no name: their chair is no wish for one."""
        return self._wished.replaced(words, lambda named: named if named in self._values["stretch"] else "")

    def beside_the_stretch(self, text: str) -> str:
        """`text`, already normalised, without the words that name a routine."""
        return " ".join(self._routines.replaced(text, lambda _: "").split())

    def before_the_stretch(self, text: str) -> str:
        """What stands in `text`, already normalised, before the words that name a routine; all of it where none do."""
        return self._routines.replaced(text, lambda _: _NAME).partition(_NAME)[0]


def _whole(digits: str) -> int:
    """The number that `digits` are, or the largest of four digits: nobody has more minutes than that."""
    return int(digits) if len(digits) <= 4 else 9999


def _pattern(index: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(index, key=len, reverse=True)
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile(r"\b(?:" + "|".join(re.escape(words) for words in longest_first) + r")\b")
