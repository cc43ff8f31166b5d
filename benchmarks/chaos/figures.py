"""What a run reports."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.chaos.proof import DOUBLED, KINDS, Fault

_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One run.

    Attributes:
        store: "sqlite" or "postgres".
        seed: Of the dice.
        seconds: How long things were broken.
        took: How long it all took (seconds).
        did: What people and we did: people, webhooks, messages, cases.
        killed: How often each kind of process was killed.
        restarted: How often each server was crashed and started again.
        fell: How often a process ended by itself and was started again.
        faults: How often LINE failed, by kind.
        answers: How often our webhook answered each status; 0 is no answer.
        clock_jumps: How often a clock was turned.
        redis_is_lost: Whether Redis was taken away for good before the end.
        undrained: What still waited when the time to drain was over.
        found: Every fault.
        may_double: How many messages may come twice: the window of a channel without retry keys; else 0.
    """

    store: str
    seed: int
    seconds: float
    took: float
    did: Mapping[str, int]
    killed: Mapping[str, int]
    restarted: Mapping[str, int]
    fell: Mapping[str, int]
    faults: Mapping[str, int]
    answers: Mapping[int, int]
    clock_jumps: int
    redis_is_lost: bool
    stages: Mapping[str, int]
    undrained: Mapping[str, int] = field(default_factory=dict)
    found: Sequence[Fault] = ()
    may_double: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many faults of each kind."""
        found = Counter(fault.kind for fault in self.found)
        return {kind: found[kind] for kind in KINDS}

    @property
    def ok(self) -> bool:
        """Whether nothing was found and nothing is left to do."""
        allowed = {DOUBLED: self.may_double}
        return not self.undrained and all(
            count <= allowed.get(kind, 0) for kind, count in self.counts.items()
        )

    def to_json(self) -> dict[str, Any]:
        """This will give it as JSON values."""
        return {
            "ok": self.ok,
            "store": self.store,
            "seed": self.seed,
            "seconds": self.seconds,
            "took": round(self.took, 1),
            **self.did,
            "killed": dict(self.killed),
            "restarted": dict(self.restarted),
            "fell": dict(self.fell),
            "faults": dict(self.faults),
            "webhook_answers": {str(status): count for status, count in sorted(self.answers.items())},
            "clock_jumps": self.clock_jumps,
            "redis_lost_for_good": self.redis_is_lost,
            "stages": dict(self.stages),
            "undrained": dict(self.undrained),
            **self.counts,
            "may_double": self.may_double,
            "found": [
                {"kind": fault.kind, "proof": fault.proof, "about": fault.about}
                for fault in self.found[:_SHOWN]
            ],
        }
