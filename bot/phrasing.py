"""Questions that the endpoint phrases answers to: due work of its own, so that no turn and no transaction waits for it.

However it ends, she is answered: with the phrased answer where every guard lets it pass, else with the approved passage
as it stands where it surely answers, else as if there were no passages. What became of it stands on the row, without a
word of hers or of the answer.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from bot.asked import Asked, read_asked
from bot.events import Incoming
from bot.one_turn import act
from bot.turns.grounded import tell_passage, tell_phrased
from bot.turns.kit import TurnKit
from nlu.breaker import Breaker, after_answer, after_failure
from nlu.breaker import ask as ask_breaker
from nlu.grounded import EndpointFailedError, Judged, Verdict, judge, words_for
from nlu.masking import mask
from workflow.passages import (
    Outcome,
    Phrasing,
    PhrasingState,
    claim_phrasings,
    claim_worn_out_phrasings,
    may_call,
    settle_phrasing,
)
from workflow.unit_of_work import Sessions, in_transaction

AT_ONCE = 4
# Longer than both tries of a call and what stands around them.
LEASE = timedelta(seconds=45)
WORN_OUT = "worn_out"

Result = TypeVar("Result")

log = structlog.get_logger(__name__)


class AsksEndpoint(Protocol):
    """Whoever phrases answers."""

    async def ask(self, messages: Sequence[Mapping[str, str]]) -> str: ...


@dataclass(frozen=True)
class _Came:
    """What came of asking: why, and what of it may be told."""

    why: str
    judged: Judged | None = None
    answer_hash: str | None = None


class Phrasings:
    """Has answers phrased, and tells them."""

    def __init__(self, *, sessions: Sessions, kit: TurnKit, endpoint: AsksEndpoint | None) -> None:
        """This will prepare the work.

        Args:
            sessions: The factory of sessions.
            kit: What turns have at hand.
            endpoint: Who phrases; None answers what waits without it.
        """
        self._sessions = sessions
        self._kit = kit
        self._endpoint = endpoint
        self._breaker = Breaker()

    async def run_due(self) -> int:
        """This will see to the questions that are due, and say how many those were."""
        worn_out, claimed = await asyncio.to_thread(
            in_transaction, self._sessions, self._claim, clinic_id=None
        )
        await asyncio.gather(
            *(self._see_to(one, ask=False) for one in worn_out), *(self._see_to(one) for one in claimed)
        )
        return len(worn_out) + len(claimed)

    def _claim(self, session: Session) -> tuple[list[Phrasing], list[Phrasing]]:
        now = self._kit.clock()
        worn_out = claim_worn_out_phrasings(session, now=now, lease=LEASE)
        return worn_out, claim_phrasings(session, now=now, lease=LEASE, limit=AT_ONCE)

    async def _see_to(self, one: Phrasing, *, ask: bool = True) -> None:
        kit = self._kit.for_one_turn(one.clinic_id)
        try:
            asked = await self._in_clinic(one, partial(read_asked, one=one, kit=kit))
            if asked.why_dropped is not None:
                came = _Came(asked.why_dropped)
            else:
                came = await self._ask(one, asked, kit) if ask else _Came(WORN_OUT)
            # Understood once more before the transaction, which must be short: it may be answered as usual.
            heard = await asyncio.to_thread(kit.heard, asked.event, zone=ZoneInfo(asked.zone), own=asked.own)
            await self._in_clinic(one, partial(self._write, one=one, heard=heard, came=came, kit=kit))
        except Exception as error:
            # It stays, and is tried once more when its lease is over; then it is answered without the endpoint.
            log.exception("phrasing.failed", phrasing_id=str(one.id), error=type(error).__name__)

    async def _ask(self, one: Phrasing, asked: Asked, kit: TurnKit) -> _Came:
        """This will have the answer phrased, with no transaction open, and judge it."""
        now = kit.clock()
        if self._endpoint is None or asked.why_not_asked is not None or not asked.sources:
            return _Came(asked.why_not_asked or ("off" if self._endpoint is None else "no_passage"))
        breaker = ask_breaker(self._breaker, at=now.timestamp())
        if breaker is None:
            return _Came("resting")
        self._breaker = breaker
        reserve = partial(may_call, one=one, rules=kit.rules.answers, now=now)
        if not await self._in_clinic(one, reserve):
            return _Came("budget")
        await self._show_loading(asked, kit)
        question = mask(asked.event.text, names=asked.names)
        mark = f"=={secrets.token_hex(8)}=="
        try:
            content = await self._endpoint.ask(
                words_for(question, asked.sources, language=asked.language, mark=mark)
            )
        except EndpointFailedError as error:
            self._breaker = after_failure(self._breaker, at=now.timestamp())
            if self._breaker.is_open:
                log.warning("phrasing.endpoint_rests", why=str(error))
            return _Came(str(error))
        self._breaker = after_answer()
        judged = judge(content, asked.sources, language=asked.language)
        hashed = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        return _Came(judged.verdict.value, judged, hashed)

    def _write(self, session: Session, *, one: Phrasing, heard: Incoming, came: _Came, kit: TurnKit) -> None:
        """This will end the question and tell what is told, in one transaction; a second worker tells nothing."""
        now = kit.clock()
        asked_now = read_asked(
            session, one=one, kit=kit
        )  # a person may have the talk by now, or she took it back
        if asked_now.why_dropped is not None:
            came = _Came(asked_now.why_dropped, answer_hash=came.answer_hash)
            outcome = Outcome(
                state=PhrasingState.DROPPED, verdict=came.why[:40], answer_hash=came.answer_hash
            )
            settle_phrasing(session, one=one, outcome=outcome, now=now)
            return
        outcome = _outcome(one, asked_now, came)
        if not settle_phrasing(session, one=one, outcome=outcome, now=now):
            return
        event, person = heard, asked_now.person
        if outcome.state is PhrasingState.PHRASED and came.judged is not None and came.judged.answer:
            tell_phrased(
                session,
                person=person,
                event=event,
                words=came.judged.answer,
                sources=came.judged.sources,
                now=now,
            )
        elif outcome.state is PhrasingState.VERBATIM:
            tell_passage(
                session, person=person, event=event, source=asked_now.sources[0], asks=False, now=now
            )
        else:
            act(session, kit, person, event, now)

    async def _show_loading(self, asked: Asked, kit: TurnKit) -> None:
        channel = kit.channels.get(asked.event.channel_id)
        if channel is not None:
            await channel.show_loading(asked.event.person)

    async def _in_clinic(self, one: Phrasing, work: Callable[[Session], Result]) -> Result:
        return await asyncio.to_thread(in_transaction, self._sessions, work, clinic_id=one.clinic_id)


def _outcome(one: Phrasing, asked: Asked, came: _Came) -> Outcome:
    """This function will say how a question ends."""
    still: set[UUID] = {source.id for source in asked.sources}
    judged = came.judged
    if (
        judged is not None
        and judged.verdict is Verdict.TOLD
        and still.issuperset(source.id for source in judged.sources)
    ):
        told = [source.id for source in judged.sources]
        return Outcome(
            state=PhrasingState.PHRASED, verdict=came.why, answer_hash=came.answer_hash, told_ids=told
        )
    # "Not enough" of somebody who read them is worth more than nearness: then it is no answer as it stands either.
    is_no_answer = judged is not None and judged.verdict is Verdict.NOT_ENOUGH
    first = asked.sources[0] if asked.sources else None
    if one.is_sure and first is not None and str(first.id) == one.passage_ids[0] and not is_no_answer:
        return Outcome(
            state=PhrasingState.VERBATIM,
            verdict=came.why[:40],
            answer_hash=came.answer_hash,
            told_ids=[first.id],
        )
    return Outcome(state=PhrasingState.AS_USUAL, verdict=came.why[:40], answer_hash=came.answer_hash)
