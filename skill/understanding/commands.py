"""The compiled command grammar: which phrase, and which intent, is which command."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

from skill.content.store import REBUILD
from skill.errors import CompiledFilesError
from skill.understanding.breath import command_at_the_end, command_at_the_front, halt_at_an_end, one_breath
from skill.understanding.command import Command
from skill.understanding.counts import Counts
from skill.understanding.fillers import Fillers
from skill.understanding.misheard import BY_SOUND, Beside, Everyday, Misheard
from skill.understanding.moment import PhraseMoment
from skill.understanding.phrase_finder import PhraseFinder, replaced_once
from skill.understanding.phrase_table import PhraseTable
from skill.understanding.purpose import Purpose
from skill.understanding.referral_roles import ReferralRoles
from skill.understanding.slots import SlotFinder
from skill.understanding.wish_grammar import Wish, WishGrammar
from skill.understanding.words import normalise

_SLOT = re.compile(r"\{(\w+)\}")


class Commands:
    """Finds commands by phrase and by intent."""

    def __init__(self, folder: Path, numbers: Sequence[str]) -> None:
        """Read `commands.json` in `folder`; `numbers` are the counts as words.

        Raises:
            CompiledFilesError: it is missing or damaged, or names a command that there is none of.
        """
        self._folder = folder
        data = _read(folder / "commands.json")
        self.by_intent: Mapping[str, Command] = _by_intent(data["intents"])
        self._complaints: Mapping[str, str] = data["complaints"]
        self.nearest: Mapping[str, list[str]] = data["nearest"]
        self.lengths: Sequence[Sequence[str]] = data["lengths"]
        self.purposes: Mapping[str, Purpose] = {
            name: Purpose.load(purpose) for name, purpose in data["purposes"].items()
        }
        self.referral_roles = ReferralRoles.load(data["referrals"])
        self._data = data
        self._numbers = numbers

    # What follows is made when the first words come: most commands bring none, and a cold start is not to wait for it.

    @cached_property
    def _requests(self) -> Mapping[str, Any]:
        requests: Mapping[str, Any] = _read(self._folder / "stretch_requests.json")
        return requests

    @cached_property
    def _named(self) -> Mapping[str, PhraseTable]:
        return {kind: PhraseTable(index) for kind, index in self._requests["named"].items()}

    @cached_property
    def slots(self) -> SlotFinder:
        """Finds what a wish is about."""
        return SlotFinder(self._requests, self._named, self.counts)

    @cached_property
    def counts(self) -> Counts:
        """Finds numbers and minutes."""
        return Counts(self._numbers, self._requests["counts"], self._requests["units"], self._named["duration"])

    @cached_property
    def _by_phrase(self) -> PhraseTable:
        return PhraseTable(_read(self._folder / "phrase_table.json"))

    @cached_property
    def _questions(self) -> Mapping[str, str]:
        questions: Mapping[str, str] = _read(self._folder / "questions.json")
        return questions

    @cached_property
    def _before(self) -> Fillers:
        return Fillers(self._data["fillers"]["before"])

    @cached_property
    def _after(self) -> Fillers:
        return Fillers(self._data["fillers"]["after"])

    def as_named(self, text: str) -> str:
        """`text` with each name in place of what is heard as it, and is said of nothing else."""
        words = normalise(text)
        return text if self._heard_as.absent(words) else self._heard_as.replaced(words, self._names_heard)

    def _names_heard(self, said: str) -> str:
        return self._heard_table.get(said) or said

    @cached_property
    def _heard_table(self) -> PhraseTable:
        return PhraseTable(self._requests["heard as"])

    @cached_property
    def _heard_as(self) -> PhraseFinder:
        return PhraseFinder(self._heard_table)

    def mended(self, text: str) -> str:
        """`text`, already normalised, with the name of something to wish for put right that was heard wrong.

        What only sounds like a name is one where that makes a wish of it, and of every other word a part of one.
        """
        by_letter = self._by_letter.mended(text)
        if by_letter != text:
            return by_letter
        return next(filter(self._wishes_by_name, self._sounding(text)), text)

    def _sounding(self, text: str) -> Iterator[str]:
        yield from self._everyday.readings(text)
        yield from self._by_sound.readings(text)

    def _wishes_by_name(self, text: str) -> bool:
        wish = self.wish(text)
        return wish is not None and wish.plain and self.slots.request(text).named()

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._requests["known"].split())

    @cached_property
    def _by_letter(self) -> Misheard:
        return Misheard(PhraseTable(self._requests["misheard"]), self._known)

    @cached_property
    def _by_sound(self) -> Misheard:
        return Misheard(PhraseTable(self._requests["sounding"]), self._known, BY_SOUND, self._beside_a_name)

    @cached_property
    def _everyday(self) -> Everyday:
        return Everyday(PhraseTable(self._requests["everyday"]), self._beside_a_name)

    @cached_property
    def _beside_a_name(self) -> Beside:
        return Beside(self._requests["beside a name"])

    @cached_property
    def _wishing(self) -> WishGrammar:
        return WishGrammar(self._requests["grammar"], self._named)

    @cached_property
    def _question(self) -> re.Pattern[str]:
        return _any_of(self._data["question words"], r"^(?:{})\b")

    @cached_property
    def _question_within(self) -> re.Pattern[str]:
        subjects = "|".join(map(re.escape, self._data["subjects"]))
        return _any_of(self._data["question words"], rf"(?:^|(?<!\S)(?!(?:{subjects}) )\S+ )(?:{{}})\b")

    def asks_within(self, text: str) -> bool:
        """Whether there is a question anywhere in `text`, already normalised, or what could be one."""
        return self._question_within.search(text) is not None

    def is_question(self, text: str) -> bool:
        """Whether `text`, already normalised, begins as a question does, fillers left out."""
        return any(self._question.search(words) for words in self._trimmed(text))

    def refuses(self, text: str) -> bool:
        """Whether `text`, already normalised, refuses what it names."""
        return self._wishing.refuses(text) or self.declines(text)

    def wish(self, text: str) -> Wish | None:
        """The request for a routine in `text`, already normalised; None if there is none."""
        return self._wishing.wish(text)

    def declines(self, text: str) -> bool:
        """Whether `text`, already normalised, only says that it does not want what it names."""
        return self._wishing.declines(text)

    def complains(self, command: Command) -> bool:
        """Whether `command` names what hurts, which can be a red flag."""
        return command in self._complaints

    def complaint(self, command: Command, said: Mapping[str, str]) -> str:
        """What `command` complains of, in a sentence with what was `said` in its slots; empty if it is no complaint."""
        return _SLOT.sub(lambda slot: said.get(slot[1], ""), self._complaints.get(command, ""))

    def sentence(self, command: Command, said: Mapping[str, str]) -> str:
        """The sentence that an intent stands for: what its samples say around the words in its slots.

        Args:
            command: the intent's.
            said: the words in each slot, normalised.
        """
        templates: Mapping[str, str] = self._data["sentences"].get(command, {})
        template = templates.get(" ".join(sorted(said)))
        if template is None:
            return " ".join(said.values())
        return _SLOT.sub(lambda slot: said[slot[1]], template)

    def question(self, text: str) -> str:
        """Id of what lists `text`, already normalised, as a question of its own, word for word; else empty."""
        return self._questions.get(text, "")

    def phrase(self, text: str, moment: PhraseMoment | None = None) -> Command | None:
        """The command that `text`, already normalised, is word for word, or several that come to one.

        Words that change nothing are left out at both ends, and slot values may stand for their slots.

        Args:
            text: what was said.
            moment: the moment it was said at, which has words of its own.
        """
        for words in self._trimmed(text):
            for template in self._with_slots(words):
                if command := self._find(template, moment):
                    return command
        moving = moment is PhraseMoment.MOVING
        return one_breath(text, lambda words: self._find(words, moment), self._fillers, moving)

    def _said_in_full(self, text: str, moment: PhraseMoment | None) -> Command | None:
        """The command that `text` is, as `phrase`, but for one of a single word, and for several in one breath."""
        for words in self._trimmed(text):
            for template in self._with_slots(words) if " " in words else ():
                if command := self._find(template, moment):
                    return command
        return None

    def halt(self, text: str, moment: PhraseMoment | None) -> Command | None:
        """What stops a body or the coach, where `text`, already normalised, ends or, in pain, begins with it."""
        moving = moment is PhraseMoment.MOVING
        return halt_at_an_end(text, lambda words: self._find(words, moment), moving, self._supposing)

    def at_the_front(self, text: str, moment: PhraseMoment | None) -> tuple[Command, str] | None:
        """The command that `text`, already normalised, begins with, and what follows it; not where that supposes."""
        found = command_at_the_front(text, lambda words: self._said_in_full(words, moment))
        return found if found and not self.supposes(found[1]) else None

    def at_the_end(self, text: str, moment: PhraseMoment | None) -> Command | None:
        """The command that `text`, already normalised, ends with, behind a remark; not where that supposes."""
        return None if self.supposes(text) else command_at_the_end(text, lambda it: self._said_in_full(it, moment))

    def supposes(self, text: str) -> bool:
        """Whether `text`, already normalised, says of something that it may be, or will be later."""
        return any(word in self._supposing or word in self._postponing for word in text.split())

    @cached_property
    def _supposing(self) -> frozenset[str]:
        return frozenset(self._data["supposing words"])

    @cached_property
    def _postponing(self) -> frozenset[str]:
        return frozenset(self._data["postponing words"])

    def _find(self, words: str, moment: PhraseMoment | None) -> Command | None:
        """The command that `words` are just so, at `moment`."""
        name = self._data["moments"].get(moment or "", {}).get(words) or self._by_phrase.get(words)
        return Command(name) if name else None

    @cached_property
    def _fillers(self) -> frozenset[str]:
        return self._before.phrases | self._after.phrases

    def _trimmed(self, text: str) -> Iterator[str]:
        """`text`, then with one filler less after the other, before and behind."""
        yield text
        words = text.split()
        while count := self._before.leading(words):
            words = words[count:]
            yield " ".join(words)
        while count := self._after.trailing(words):
            words = words[:-count]
            yield " ".join(words)

    def _with_slots(self, words: str) -> Iterator[str]:
        """`words`, then with slot values replaced by their slots, fewest first."""
        yield words
        found = list(self.slots.mentions(words))
        for count in (1, 2):
            for chosen in combinations(found, count):
                text = words
                for slot, mention in chosen:
                    text = replaced_once(text, mention, f"{{{slot}}}").replace("}'s", "} is")
                yield text


def _by_intent(names: Mapping[str, str]) -> Mapping[str, Command]:
    try:
        return {intent: Command(name) for intent, name in names.items()}
    except ValueError as error:
        raise CompiledFilesError(f"commands.json is out of date ({error}); {REBUILD}") from error


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CompiledFilesError(f"{path} is missing or damaged; {REBUILD}") from error


def _any_of(words: Sequence[str], pattern: str) -> re.Pattern[str]:
    longest_first = sorted((normalise(word) for word in words), key=len, reverse=True)
    return re.compile(pattern.format("|".join(map(re.escape, longest_first))))
