"""The house rules hold in every file, and each rule is seen to catch the fault it is there for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.architecture import code_rules, file_rules, size_rules
from tests.architecture.source import ROOT, Fault, Source, files, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rule = Callable[[Source], Iterator[Fault]]

RULES: list[Rule] = [
    size_rules.file_length,
    size_rules.function_length,
    size_rules.own_imports,
    size_rules.telling_names,
    size_rules.glossary_words,
    code_rules.clock,
    code_rules.chance,
    code_rules.printing,
    code_rules.commits,
    code_rules.swallowed_errors,
    code_rules.sleeping,
    code_rules.thai_text,
    code_rules.line_messages,
    code_rules.log_events,
    code_rules.operations,
]

_ELEVEN_MODULES = "".join(f"import nlu.part_{number}\n" for number in range(11))

#: (the rule, a file that breaks it, what the fault says)
PLANTED: list[tuple[Rule, str, str, str]] = [
    (size_rules.file_length, "bot/inbox.py", "x = 1\n" * 401, "401 lines"),
    (size_rules.function_length, "bot/inbox.py", "def long():\n" + "    x = 1\n" * 60, "long() has 61 lines"),
    (
        size_rules.own_imports,
        "bot/inbox.py",
        _ELEVEN_MODULES,
        "imports 11 of our own",
    ),
    (size_rules.telling_names, "bot/utils.py", "", "'utils' says nothing"),
    (size_rules.telling_names, "bot/helpers/words.py", "", "'helpers' says nothing"),
    (size_rules.glossary_words, "workflow/customers/people.py", "class Patient: ...", "says Customer"),
    (
        code_rules.clock,
        "workflow/cases/states.py",
        "from datetime import datetime\ndatetime.now()",
        "datetime.now()",
    ),
    (code_rules.clock, "workflow/cases/states.py", "import datetime as d, time\ntime.time()", "time.time()"),
    (code_rules.chance, "nlu/words.py", "import random", "throws no dice"),
    (code_rules.chance, "vision/redness.py", "import numpy as np\nnp.random.normal()", "np.random.normal()"),
    (code_rules.chance, "vision/redness.py", "import numpy as np\nnp.random.default_rng()", "default_rng()"),
    (code_rules.printing, "bot/inbox.py", "print('hello')", "print() outside"),
    (
        code_rules.commits,
        "workflow/cases/operations.py",
        "def f(session):\n    session.commit()",
        "session.commit()",
    ),
    (code_rules.commits, "bot/turns/selfie.py", "with sessions().begin() as s: ...", "begin() outside"),
    (code_rules.swallowed_errors, "bot/inbox.py", "try: f()\nexcept Exception: pass", "swallowed"),
    (code_rules.swallowed_errors, "bot/inbox.py", "try: f()\nexcept:\n    'never mind'", "swallowed"),
    (code_rules.swallowed_errors, "bot/inbox.py", "with suppress(Exception): f()", "swallowed"),
    (code_rules.sleeping, "tests/bot/test_inbox.py", "import time\ntime.sleep(1)", "time.sleep()"),
    (code_rules.thai_text, "workflow/cases/states.py", "# \u0e2a", "Thai text"),
    (
        code_rules.line_messages,
        "bot/channels/line.py",
        "Push(to=x, messages=[{'type': 'text'}])",
        "dict literal",
    ),
    (code_rules.log_events, "bot/inbox.py", "log.info(f'case {x} scanned')", "noun.past_verb"),
    (code_rules.log_events, "bot/inbox.py", "log.info('case.scanned', phone=x)", "'phone' in the log"),
    (
        code_rules.operations,
        "workflow/cases/operations.py",
        "def open_case(session, customer): ...",
        "by name",
    ),
    (code_rules.operations, "workflow/cases/operations.py", "async def open_case(session): ...", "is async"),
]

#: (the rule, a file that looks like a fault and is none)
INNOCENT: list[tuple[Rule, str, str]] = [
    (size_rules.file_length, "bot/inbox.py", "x = 1\n" * 400),
    (size_rules.function_length, "bot/inbox.py", "def long():\n" + "    x = 1\n" * 59),
    (
        size_rules.own_imports,
        "bot/inbox.py",
        "".join(f"from workflow.cases import X{n}\n" for n in range(20)),
    ),
    (size_rules.telling_names, "workflow/store/base.py", ""),
    (code_rules.clock, "aura/clock.py", "from datetime import datetime\ndatetime.now()"),
    (code_rules.clock, "bot/inbox.py", "import time\ntime.monotonic()"),
    (code_rules.chance, "vision/redness.py", "import numpy as np\nnp.random.default_rng(7)"),
    (code_rules.printing, "vision/models.py", "print(1)\nif __name__ == '__main__': ..."),
    (code_rules.commits, "scheduler/jobs/read_scans.py", "session.commit()"),
    (code_rules.commits, "workflow/cases/operations.py", "def f(session):\n    session.begin_nested()"),
    (
        code_rules.swallowed_errors,
        "bot/inbox.py",
        "try: f()\nexcept Exception:\n    log.exception('turn.failed')\n    raise",
    ),
    (code_rules.thai_text, "bot/wording/greetings.py", "'\u0e2a'"),
    (code_rules.line_messages, "bot/channels/line.py", "Push(to=x, messages=[TextMessage(text=y)])"),
    (code_rules.log_events, "bot/inbox.py", "log.info('case.scanned', case_id=x)"),
    (
        code_rules.operations,
        "workflow/cases/operations.py",
        "def open_case(session, *, customer): ...\ndef _x(a, b): ...",
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule: Rule) -> None:
    faults = [str(fault) for source in sources() for fault in rule(source)]

    assert not faults, f"{rule.__doc__}\n" + "\n".join(faults)


@pytest.mark.parametrize(
    ("rule", "path", "text", "says"), PLANTED, ids=lambda value: getattr(value, "__name__", None)
)
def test_the_rule_catches_a_planted_fault(rule: Rule, path: str, text: str, says: str) -> None:
    faults = list(rule(Source(path, text)))

    assert any(says in fault.message for fault in faults), faults


@pytest.mark.parametrize(
    ("rule", "path", "text"), INNOCENT, ids=lambda value: getattr(value, "__name__", None)
)
def test_the_rule_lets_the_innocent_go(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text))) == []


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule.__name__ for rule in RULES} == {rule.__name__ for rule, *_ in PLANTED}


@pytest.mark.parametrize(
    "rule",
    [file_rules.machine_paths, file_rules.registry_hosts, file_rules.other_hosts],
    ids=lambda rule: rule.__name__,
)
def test_no_file_points_where_it_must_not(rule: Callable[[str, str], Iterator[Fault]]) -> None:
    faults = [str(f) for path in files() for f in rule(path, (ROOT / path).read_text(errors="replace"))]

    assert not faults, "\n".join(faults)


def test_no_third_party_file_is_committed() -> None:
    faults = [str(f) for path in files() for f in file_rules.third_party(path, (ROOT / path).stat().st_size)]

    assert not faults, "\n".join(faults)


def test_the_file_rules_catch_planted_faults() -> None:
    assert list(file_rules.machine_paths("README.md", "cd /" + "work/main"))
    assert list(file_rules.registry_hosts("a.lock", "https://" + "registry.npm" + "js.org/x"))
    assert list(file_rules.other_hosts("portal/a.html", '<script defer src="https://cdn.example/x.js">'))
    assert list(file_rules.other_hosts("portal/a.css", "src: url(//fonts.example/x)"))
    assert not list(file_rules.other_hosts("portal/a.html", '<a href="https://line.me">LINE</a>'))
    assert list(file_rules.third_party("portal/static/htmx.min.js", 10))
    assert list(file_rules.third_party("portal/vendor/x.js", 10))
    assert list(file_rules.third_party("docs/big.png", 600_000))
    assert not list(file_rules.machine_paths("README.md", "see docs/work/plan.md"))
    assert not list(file_rules.third_party("portal/static/tablet.js", 10))
