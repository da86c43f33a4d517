"""Everything the handlers look things up in: the compiled content by id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from skill.content.model import Content, Gap, RedFlag, Referral, ReferralSubject, Statement, Study
from skill.guidance.stages import Routines
from skill.understanding.purpose import Purpose
from skill.understanding.recognizer import Recognizer
from skill.understanding.routine_request import RoutineRequest


@dataclass(frozen=True)
class Catalog:
    """What the skill knows. Made once, shared by every turn, never changed."""

    statements: Mapping[str, Statement]
    """What the article says."""
    sources: tuple[str, ...]
    """Id of the statement that tells what the article rests on, if there is one."""
    complaint: tuple[str, ...]
    """Ids of the statements that a plain complaint is answered with, the most general first."""
    studies: Mapping[str, Study]
    """The studies it cites."""
    gaps: Mapping[str, Gap]
    """What it does not say."""
    referrals: Mapping[str, Referral]
    """What only a professional can decide."""
    red_flags: Mapping[str, RedFlag]
    """What must be seen to first."""
    routines: Routines
    """What can be guided."""
    nearest: Mapping[str, Sequence[str]]
    """Part of the body, or routine, to the routines that are best for it, or nearest to it, best first."""
    recognizer: Recognizer
    """What understands."""
    lengths: Sequence[Sequence[str]] = ()
    """Routines that are the same but for their length."""
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    """What a routine is wanted for, or when, to the routines for it."""

    def known_purposes(self, request: RoutineRequest) -> list[Purpose]:
        """What `request` is for, as far as there are routines for it."""
        return [self.purposes[name] for name in request.purposes if name in self.purposes]

    def known_statements(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of `ids` that are statements, in their order."""
        return tuple(name for name in ids if name in self.statements)

    @cached_property
    def body_parts(self) -> frozenset[str]:
        """The parts of the body that a routine is for, or is nearest to."""
        named = (part for routine in self.routines.by_id.values() for part in routine.body)
        return frozenset((*named, *self.nearest))

    def listed(self, request: RoutineRequest) -> RoutineRequest:
        """`request` without a part of the body that is on no list: those are somebody's words, and are not kept."""
        return request if request.body_part in self.body_parts else replace(request, body_part="")

    @property
    def pain_referral(self) -> Referral | None:
        """What pain gets while no routine is under way, if the document says so."""
        about_pain = (referral for referral in self.referrals.values() if referral.about is ReferralSubject.PAIN)
        return next(about_pain, None)


def catalog(
    content: Content,
    nearest: Mapping[str, Sequence[str]],
    recognizer: Recognizer,
    lengths: Sequence[Sequence[str]] = (),
    purposes: Mapping[str, Purpose] | None = None,
) -> Catalog:
    """Index `content` by id."""
    return Catalog(
        statements={statement.id: statement for statement in content.statements},
        sources=(content.sources,) if content.sources else (),
        complaint=content.complaint,
        studies={study.id: study for study in content.studies},
        gaps={gap.id: gap for gap in content.gaps},
        referrals={referral.id: referral for referral in content.referrals},
        red_flags={flag.id: flag for flag in content.red_flags},
        routines=Routines(content),
        nearest=nearest,
        recognizer=recognizer,
        lengths=lengths,
        purposes=purposes or {},
    )
