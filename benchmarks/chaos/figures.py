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
        did: What people and we did: people, webhooks, messages, cases.
        killed: How often each kind of process was killed.
        restarted: How often each server was crashed and started again.
        fell: How often a process ended by itself and was started again.
        faults: How often LINE failed, by kind.
        answers: How often our webhook answered each status; 0 is no answer.
        clock_jumps: How often a clock was turned.
        redis_is_lost: Whether Redis was taken away for good before the end.
        stages: How many cases ended at each stage.
        had_to: What a run is no proof without, and how often it happened: each kind of break, and work done.
        stopped: How often a process of each role was stopped for longer than its leases, and went on.
        silences: How often Redis took connections and said nothing.
        repeated: How many transactions were done once more, by SQL's code of why.
        took: How long it all took (seconds).
        undrained: What still waited when the time to drain was over.
        complaints: The errors in our logs, by event and class.
        bugs: Those of them that no break explains.
        found: Every fault.
        may_double: How many messages may come twice: the window of a channel without retry keys; else 0.
    """

    store: str
    seed: int
    seconds: float
    did: Mapping[str, int]
    killed: Mapping[str, int]
    restarted: Mapping[str, int]
    fell: Mapping[str, int]
    faults: Mapping[str, int]
    answers: Mapping[int, int]
    clock_jumps: int
    redis_is_lost: bool
    stages: Mapping[str, int]
    had_to: Mapping[str, int] = field(default_factory=dict)
    stopped: Mapping[str, int] = field(default_factory=dict)
    silences: int = 0
    repeated: Mapping[str, int] = field(default_factory=dict)
    took: float = 0.0
    undrained: Mapping[str, int] = field(default_factory=dict)
    complaints: Mapping[str, int] = field(default_factory=dict)
    bugs: Mapping[str, int] = field(default_factory=dict)
    found: Sequence[Fault] = ()
    may_double: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many faults of each kind."""
        found = Counter(fault.kind for fault in self.found)
        return {kind: found[kind] for kind in KINDS}

    @property
    def never_happened(self) -> list[str]:
        """What had to happen in this run and did not: it proves nothing about that."""
        return [name for name, count in self.had_to.items() if not count]

    @property
    def ok(self) -> bool:
        """Whether everything was broken, nothing was found, nothing is left to do, and nothing else failed."""
        allowed = {DOUBLED: self.may_double}
        return not (self.undrained or self.bugs or self.never_happened) and all(
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
            "stopped": dict(self.stopped),
            "redis_silences": self.silences,
            "never_happened": self.never_happened,
            "transactions_repeated": dict(self.repeated),
            "clock_jumps": self.clock_jumps,
            "redis_lost_for_good": self.redis_is_lost,
            "stages": dict(self.stages),
            "undrained": dict(self.undrained),
            "errors_logged": dict(self.complaints),
            "bugs": dict(self.bugs),
            **self.counts,
            "may_double": self.may_double,
            "found": [
                {"kind": fault.kind, "proof": fault.proof, "about": fault.about}
                for fault in self.found[:_SHOWN]
            ],
        }
