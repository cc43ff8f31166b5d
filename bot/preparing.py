"""Making due notices ready to leave: taken, looked up, gated, worded and frozen by the batch, in one transaction.

Asking about one notice is pure; the database is asked once for all of them. Only what may not go now is written down
one by one, each by itself, so that a row that breaks us never stops the others. On each row is written once: the lease
together with the frozen bytes, or why it stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import orjson
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.gate import Decision, May, Recipient
from bot.recipients import Address, addresses_of
from bot.retry import REPLY_UNKNOWN, Via, choose_way, is_over
from bot.settling import end
from workflow.notices import (
    DueNotice,
    Leaving,
    NoticePurpose,
    NoticeState,
    begin_sending_all,
    postpone,
    take_due_notices,
)
from workflow.settings import ClinicRules
from workflow.unit_of_work import is_the_databases_trouble, scope_to

PUSHED_ASIDE = timedelta(hours=1)
# LINE lets a token die 60 s after the webhook; we stop using it `reply_seconds` after, so this is what is left.
TOKEN_LIVES = timedelta(seconds=60)

_DEFAULT_RULES = ClinicRules()

log = structlog.get_logger(__name__)


class Wording(Protocol):
    """Makes messages of a notice."""

    def __call__(
        self, kind: str, data: Mapping[str, Any], *, language: str, now: datetime
    ) -> list[dict[str, Any]]: ...


class Gate(Protocol):
    """Says whether a notice may go now."""

    def __call__(
        self,
        *,
        kind: str,
        purpose: NoticePurpose,
        made_at: datetime,
        event_at: datetime | None,
        to: Recipient,
        now: datetime,
        rules: ClinicRules,
    ) -> Decision: ...


class Ready(NamedTuple):
    """One notice with its frozen bytes, ready to leave.

    Attributes:
        notice: As it was taken; once it is frozen, as it is held.
        to: Whom it is for, by the channel's own id.
        messages: The bytes.
        via: By reply or push.
        first_sent_at: When the first attempt was made; this one, if there was none before.
        token_dies_at: Until when the channel would take the reply token, if there is one.
    """

    notice: DueNotice
    to: str
    messages: str
    via: Via
    first_sent_at: datetime
    token_dies_at: datetime | None

    def leased(self, until: datetime) -> "Ready":
        """This will give it as it leaves: held by the number of its new attempt."""
        return self._replace(notice=self.notice.leased(until))


@dataclass(frozen=True)
class Ended:
    """A notice that is not sent any more: how it ends, and why."""

    state: NoticeState
    reason: str | None
    why: str | None = None


@dataclass(frozen=True)
class Waits:
    """A notice that may go later."""

    until: datetime
    reason: str | None
    lets_others_pass: bool = False


@dataclass
class Batch:
    """What was taken.

    Attributes:
        taken: How many notices.
        ready: Those of them that leave now.
    """

    taken: int = 0
    ready: list[Ready] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Preparing:
    """Makes due notices ready.

    Attributes:
        channels: The ids of the channels that can carry anything.
        wording: Makes messages.
        gate: Says whether a notice may go.
        rules_of: What each clinic has set; one that is not named here has the defaults.
        lease: How long nobody else may take what leaves.
        reply_for: For how long after its webhook a reply token is used.
    """

    channels: frozenset[UUID]
    wording: Wording
    gate: Gate
    rules_of: Mapping[UUID, ClinicRules]
    lease: timedelta
    reply_for: timedelta

    def prepare(self, session: Session, *, lane: int, limit: int, now: datetime) -> Batch:
        """This will take, gate, word and freeze due notices of a lane.

        Args:
            session: A session across clinics; its transaction is this work and nothing else.
            lane: Which lane.
            limit: How many at most: no more than leave at once, as what waits here would outlive its lease.
            now: Aware UTC.
        """
        notices = take_due_notices(session, lane=lane, now=now, lease=self.lease, limit=limit)
        batch = Batch(taken=len(notices))
        for _, group in groupby(sorted(notices, key=_clinic), key=_clinic):
            of_clinic = list(group)
            # What is due is taken across clinics; whom they are for is looked up with each clinic's own eyes.
            scope_to(session, of_clinic[0].clinic_id)
            batch.ready += self._prepare_clinic(session, of_clinic, now)
            scope_to(session, None)
        batch.ready = _freeze(session, batch.ready, now + self.lease, now)
        return batch

    def _prepare_clinic(self, session: Session, notices: Sequence[DueNotice], now: datetime) -> list[Ready]:
        addresses = addresses_of(session, notices)
        ready = []
        for notice in notices:
            fate = self._look_safely(notice, addresses, now)
            if isinstance(fate, Ready):
                ready.append(fate)
            else:
                _note_safely(session, notice, fate, now)
        return ready

    def _look_safely(
        self, notice: DueNotice, addresses: Mapping[UUID, Address], now: datetime
    ) -> Ready | Ended | Waits:
        try:
            return self._look(notice, addresses, now)
        except Exception as error:
            log.exception("notice.not_ready", notice_id=str(notice.id), error=type(error).__name__)
            return _aside(now)

    def _look(
        self, notice: DueNotice, addresses: Mapping[UUID, Address], now: datetime
    ) -> Ready | Ended | Waits:
        """This will say what becomes of one notice. It asks nobody: what must be known was looked up for all."""
        if notice.channel_id not in self.channels:
            return Ended(NoticeState.DEAD, "no_channel")
        address = addresses[notice.recipient_id]
        if notice.may_have_gone and is_over(notice.first_sent_at, now):
            return Ended(NoticeState.UNKNOWN, "retry_key_over")
        held = self._held_by_gate(notice, address, now)
        if held is not None:
            return held
        via = self._way(notice, now)
        if via is None:
            return Ended(NoticeState.UNKNOWN, REPLY_UNKNOWN)
        messages = notice.body or self._worded(notice, address, now)
        if messages is None:
            return Ended(NoticeState.DEAD, "not_worded")
        return Ready(
            notice=notice,
            to=address.external_id,
            messages=messages,
            via=via,
            first_sent_at=notice.first_sent_at or now,
            token_dies_at=self._token_dies(notice),
        )

    def _held_by_gate(self, notice: DueNotice, address: Address, now: datetime) -> Ended | Waits | None:
        decision = self.gate(
            kind=notice.kind,
            purpose=notice.purpose,
            made_at=notice.made_at,
            event_at=_event_of(notice),
            to=address.recipient,
            now=now,
            rules=self.rules_of.get(notice.clinic_id, _DEFAULT_RULES),
        )
        if decision.may is May.NEVER:
            state = NoticeState.UNKNOWN if notice.may_have_gone else NoticeState.SKIPPED
            return Ended(state, decision.reason, decision.reason)
        # What may have gone is asked for at once: LINE forgets the key, and she may have read it already.
        if decision.may is May.LATER and decision.until is not None and not notice.may_have_gone:
            return Waits(decision.until, decision.reason)
        return None

    def _worded(self, notice: DueNotice, address: Address, now: datetime) -> str | None:
        """This will make the messages; a notice that cannot be worded is our bug and must not stop the others."""
        try:
            messages = self.wording(notice.kind, notice.data, language=address.language, now=now)
            return orjson.dumps(messages).decode()
        except Exception as error:
            log.exception(
                "notice.not_worded", notice_id=str(notice.id), kind=notice.kind, error=type(error).__name__
            )
            return None

    def _way(self, notice: DueNotice, now: datetime) -> Via | None:
        return choose_way(
            reply_until=notice.reply_until if notice.reply_token else None,
            token_dies_at=self._token_dies(notice),
            now=now,
            follows_unknown=notice.may_have_gone,
            is_urgent=notice.purpose is NoticePurpose.URGENT,
        )

    def _token_dies(self, notice: DueNotice) -> datetime | None:
        return None if notice.reply_until is None else notice.reply_until + TOKEN_LIVES - self.reply_for


def _clinic(notice: DueNotice) -> int:
    return notice.clinic_id.int  # numbers are compared ten times as fast as ids


def _event_of(notice: DueNotice) -> datetime | None:
    """This function will say when what a notice tells of takes place, if it has such a time."""
    starts_at = notice.data.get("starts_at")
    return datetime.fromisoformat(starts_at) if starts_at else None


def _aside(now: datetime) -> Waits:
    """This function will push a notice aside that breaks us: it stays due, and in the log, and others go on."""
    return Waits(now + PUSHED_ASIDE, "not_ready", lets_others_pass=True)


def _note_safely(session: Session, notice: DueNotice, fate: Ended | Waits, now: datetime) -> None:
    """This function will write down what becomes of a notice that does not leave; a bug pushes only it aside."""
    try:
        with session.begin_nested():
            _note(session, notice, fate, now)
    except Exception as error:
        if is_the_databases_trouble(error):
            raise
        log.exception("notice.not_ready", notice_id=str(notice.id), error=type(error).__name__)
        _note(session, notice, _aside(now), now)


def _note(session: Session, notice: DueNotice, fate: Ended | Waits, now: datetime) -> None:
    if isinstance(fate, Ended):
        end(session, notice, fate.state, fate.reason, now, why=fate.why)
    else:
        postpone(
            session,
            notice_id=notice.id,
            until=fate.until,
            attempt=notice.attempts,
            reason=fate.reason,
            lets_others_pass=fate.lets_others_pass,
        )


def _freeze(session: Session, ready: Sequence[Ready], until: datetime, now: datetime) -> list[Ready]:
    """This function will lease all and freeze their bytes; those that the database will not keep are pushed aside."""
    try:
        with session.begin_nested():
            begin_sending_all(session, _leaving(ready), until=until, now=now)
    except DBAPIError as error:
        if is_the_databases_trouble(error):
            raise
        ready = [one for one in ready if _is_frozen(session, one, until, now)]
    return [one.leased(until) for one in ready]


def _is_frozen(session: Session, one: Ready, until: datetime, now: datetime) -> bool:
    try:
        with session.begin_nested():
            begin_sending_all(session, _leaving([one]), until=until, now=now)
    except DBAPIError as error:
        if is_the_databases_trouble(error):
            raise
        log.exception("notice.not_ready", notice_id=str(one.notice.id), error=type(error).__name__)
        _note(session, one.notice, _aside(now), now)
        return False
    return True


def _leaving(ready: Iterable[Ready]) -> list[Leaving]:
    return [Leaving(one.notice.id, one.messages, one.via is Via.REPLY) for one in ready]
