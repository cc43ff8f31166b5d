"""Setting a run up: servers, LINE's double, our processes, people and staff. What it starts ends with its stack."""

import asyncio
import os
import random
import secrets
import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from aura.cast import Cast, Player, load_cast
from aura.hearing import open_understander
from aura.stage import CONFIG, serving
from benchmarks.chaos.children import ChaosError, new_folder
from benchmarks.chaos.crowd import Crowd, Somebody
from benchmarks.chaos.fleet import DISTRIBUTED, EMBEDDED, ROOT, Fleet
from benchmarks.chaos.invitation import invite
from benchmarks.chaos.mail import Mail
from benchmarks.chaos.monkey import Monkey
from benchmarks.chaos.served import KEYLESS_VARIABLE
from benchmarks.chaos.servers import Postgres, Redis
from benchmarks.chaos.staff import STAFF, Employee
from benchmarks.chaos.world import ZONE, World
from simulator import DoubleChannel, LineDouble, Phone
from workflow.settings import ClinicRules
from workflow.unit_of_work import make_engine

SQLITE, POSTGRES = "sqlite", "postgres"
_MORNING = time(10, 5)
_SEND_SECONDS = 1.0
# Leases are short, so that who died is not waited for; the product's own are longer.
_LEASE_SECONDS = 4
_HANGS = 1.6  # seconds that LINE keeps a caller waiting: longer than we wait
_JOINED_WITHIN = 60.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a run goes.

    Attributes:
        seconds: How long things are broken, over all acts.
        store: "sqlite" (one process) or "postgres" (two web, two workers, one vision, and Redis).
        seed: Of the dice.
        people: How many customers there are.
        selfies: How many of them send a selfie and are treated.
        selfie: What they send.
        pause: Seconds between two things a customer does, on average.
        every: Seconds between two breaks, on average.
        keyless: The channel knows no retry keys, as Messenger.
    """

    seconds: float
    store: str
    seed: int
    people: int
    selfies: int
    selfie: bytes
    pause: float = 4.0
    every: float = 3.0
    keyless: bool = False


@dataclass(frozen=True, kw_only=True)
class Scenery:
    """What stands on the stage of a run.

    Attributes:
        world: The clock.
        cast: Who the staff are, and what people write.
        rules: What the clinic has set.
        double: LINE.
        mail: Its webhooks.
        fleet: Our processes.
        monkey: What breaks things.
        judge: The database, past every policy.
        crowd: The customers.
        employees: The staff.
    """

    world: World
    cast: Cast
    rules: ClinicRules
    double: LineDouble
    mail: Mail
    fleet: Fleet
    monkey: Monkey
    judge: sa.Engine
    crowd: Crowd
    employees: list[Employee]


async def set_up(plan: Plan, stack: AsyncExitStack, say: Callable[[str], None]) -> Scenery:
    """This will set everything up; the stack takes it down again.

    Raises:
        ChaosError: A server or a process of ours does not come up.
    """
    folder = new_folder()
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    dice = random.Random(plan.seed)  # noqa: S311 - which break comes when is no secret
    world = World(folder / "clock")
    stack.callback(world.close)
    world.move(_next_morning(world.now()) - world.now())
    say("learning to understand, where that was not done yet")
    await asyncio.to_thread(open_understander)
    say("starting servers and processes")
    postgres, redis = await asyncio.to_thread(_servers, plan, folder, stack)
    database = postgres.url if postgres else f"sqlite:///{folder / 'var' / 'aura.db'}"
    judge = make_engine(postgres.judges_url if postgres else database)
    stack.callback(judge.dispose)
    double = _double(plan, world)
    port = await stack.enter_async_context(serving(double.app))
    environment = _environment(plan, folder, double=double, port=port, database=database, redis=redis)
    fleet = Fleet(DISTRIBUTED if postgres else EMBEDDED, world=world, folder=folder, environment=environment)
    stack.callback(fleet.stop)
    await fleet.start()
    watching = asyncio.create_task(fleet.watch())
    stack.callback(watching.cancel)
    mail = Mail(double=double, addresses=fleet.taking_webhooks, dice=dice)
    await mail.open()
    stack.push_async_callback(mail.close)
    cast = load_cast()
    employees = [
        Employee(hands=_hands(player, double, mail, dice))
        for player in (cast.sales, cast.beautician, cast.owner)
    ]
    say("the staff join")
    names = {player.name: player.user_id for player in (cast.sales, cast.beautician, cast.owner)}
    codes = await asyncio.to_thread(invite, database, list(names), now=world.now())
    await _join(employees, codes)
    return Scenery(
        world=world,
        cast=cast,
        rules=ClinicRules.model_validate(_config()["clinics"][0]["rules"]),
        double=double,
        mail=mail,
        fleet=fleet,
        monkey=Monkey(
            fleet=fleet,
            double=double,
            dice=dice,
            every=plan.every,
            lease=_LEASE_SECONDS,
            postgres=postgres,
            redis=redis,
        ),
        judge=judge,
        crowd=_crowd(plan, cast, double, mail, dice),
        employees=employees,
    )


def at(day: date, clock: time) -> datetime:
    """This will give the instant of a wall-clock time at the clinic."""
    return datetime.combine(day, clock, tzinfo=ZONE)


def _next_morning(now: datetime) -> datetime:
    return at(now.astimezone(ZONE).date() + timedelta(days=1), _MORNING)


def _servers(plan: Plan, folder: Path, stack: AsyncExitStack) -> tuple[Postgres | None, Redis | None]:
    if plan.store == SQLITE:
        return None, None
    postgres = Postgres(folder)
    stack.callback(postgres.stop)
    redis = Redis(folder)
    stack.callback(redis.stop)
    return postgres, redis


def _config() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    return told


def _double(plan: Plan, world: World) -> LineDouble:
    told = _config()["channels"][0]
    channel = DoubleChannel(
        key=told["key"],
        secret=secrets.token_hex(16),
        access_token=secrets.token_hex(32),
        bot_user_id=told["bot_user_id"],
        monthly_limit=None,
        knows_retry_keys=not plan.keyless,
    )
    double = LineDouble(clock=world.now, channels=[channel])
    double.faults.hang_seconds = _HANGS
    return double


def _environment(
    plan: Plan, folder: Path, *, double: LineDouble, port: int, database: str, redis: Redis | None
) -> dict[str, str]:
    """This will write the settings of the deployment and give the environment of its processes."""
    told = _config()
    told["bot"] |= {
        "api_host": f"http://127.0.0.1:{port}",
        "data_host": f"http://localhost:{port}",
        "send_seconds": _SEND_SECONDS,
        "notice_lease_seconds": _LEASE_SECONDS,
        "event_lease_seconds": _LEASE_SECONDS,
    }
    var = folder / "var"
    var.mkdir()
    config = folder / "config.yml"
    config.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    channel = double.first_channel
    name = f"AURA_LINE_{channel.key.upper().replace('-', '_')}"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "AURA_CONFIG": str(config),
        "AURA_DATABASE_URL": database,
        "AURA_VAR": str(var),
        "AURA_SECRET": secrets.token_hex(32),
        f"{name}_SECRET": channel.secret,
        f"{name}_TOKEN": channel.access_token,
    }
    if redis is not None:
        environment["AURA_REDIS_URL"] = redis.url
    if plan.keyless:
        environment[KEYLESS_VARIABLE] = "1"
    return environment


def _hands(player: Player, double: LineDouble, mail: Mail, dice: random.Random) -> Somebody:
    if double.people.get(player.user_id) is None:
        double.people.add_person(player.user_id, player.name)
    return Somebody(phone=Phone(double, user_id=player.user_id, name=player.name), mail=mail, dice=dice)


def _crowd(plan: Plan, cast: Cast, double: LineDouble, mail: Mail, dice: random.Random) -> Crowd:
    people = [
        Player(user_id=f"U{secrets.token_hex(16)}", name=f"P{number}") for number in range(1, plan.people + 1)
    ]
    return Crowd(
        cast=cast,
        somebodies=[_hands(person, double, mail, dice) for person in people],
        selfie=plan.selfie,
        with_selfie=plan.selfies,
        pause=plan.pause,
    )


async def _join(employees: list[Employee], codes: dict[str, str]) -> None:
    """This will let the staff join by their codes.

    Raises:
        ChaosError: One of them is not welcomed.
    """
    for employee in employees:
        await employee.hands.write(codes[employee.hands.phone.name], what=STAFF)
    for employee in employees:
        try:
            async with asyncio.timeout(_JOINED_WITHIN):
                while not employee.hands.phone.messages():  # noqa: ASYNC110 - a phone rings nobody here
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise ChaosError("a member of staff was not welcomed into the chat") from error
