"""The scenes of the clinic story, in order. Each acts as people do, then looks at what they see and what is kept."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aura.play import Play, expect
from workflow.cases import Stage
from workflow.follow_ups import FollowUpState
from workflow.scans import ScanState

Scene = Callable[[Play], Awaitable[None]]


async def staff_join(play: Play) -> None:
    """Sales, beautician and owner join the clinic's chat with their one-time codes."""
    await play.stage.join_staff()
    for phone in (play.fon, play.ploy, play.owner):
        expect(phone.messages(), f"{phone.name} was not welcomed")


async def greeted(play: Play) -> None:
    """A new customer says hello, is greeted and asked for consent, purpose by purpose."""
    await play.mali.write(play.stage.cast.words.hello)
    await play.settle()
    for purpose in ("scan_analysis", "progress_photos", "marketing_messages"):
        play.mali.button_for("consent", purpose)


async def not_understood(play: Play) -> None:
    """Words nobody planned for get an honest answer, and change nothing."""
    seen = len(play.mali.messages())
    before = play.clues.everything()
    await play.mali.write(play.stage.cast.words.unknown)
    await play.settle()
    expect(len(play.mali.messages()) > seen, "she got no answer")
    expect(play.clues.everything() == before, "something was made of words nobody understood")


async def photo_waits(play: Play) -> None:
    """Without consent her photo is not downloaded."""
    await play.mali.send_photo(play.selfie)
    await play.settle()
    expect(play.downloads() == 0, "a photo was downloaded without consent")
    expect(not play.clues.scans, "a scan was kept without consent")


async def reads_selfie(play: Play) -> None:
    """She agrees; the waiting selfie is read, and she gets her scores with the picture."""
    for purpose in ("marketing_messages", "progress_photos", "scan_analysis"):
        answer = "a=no" if purpose == "marketing_messages" else "a=yes"
        await _consent(play, purpose, answer)
    scans = play.clues.scans
    expect(len(scans) == 1 and scans[0].state is ScanState.READ, "the selfie was not read")
    expect(play.downloads() == 1, "the selfie was not downloaded exactly once")
    reading = play.clues.readings[0]
    expect(reading.overall is not None and play.mali.sees(str(reading.overall)), "she sees no score")
    case = play.clues.case
    expect(case is not None and case.stage is Stage.SCANNED, "no case was opened")


async def bad_photo(play: Play) -> None:
    """A photo that can't be read gets one reason and a tip, and changes nothing else."""
    before = play.clues.case
    count = len(play.mali.messages())
    await play.mali.send_photo(play.selfie[: len(play.selfie) // 3])
    await play.settle()
    newest = play.clues.scans[-1]
    expect(newest.state is ScanState.UNREADABLE, "half a photo was taken for a whole one")
    expect(len(play.mali.messages()) > count, "she was not told why")
    after = play.clues.case
    expect(before is not None and after is not None and before.version == after.version, "the case moved")


async def case_is_taken(play: Play) -> None:
    """The beautician gets the case with reading, flags and protocol, and accepts it; sales hears of it."""
    heard = len(play.fon.messages())
    await play.carer().press_for("accept")
    await play.settle()
    case = play.clues.case
    expect(case is not None and case.beautician_id is not None, "nobody has the case")
    expect(len(play.fon.messages()) > heard, "sales did not hear of it")


async def sales_sends_photo(play: Play) -> None:
    """Sales sends another customer's photo: consent is asked of her first, then it is the same."""
    her = play.stage.cast.others[0]
    phone = play.phone_of(her)
    await phone.write(play.stage.cast.words.hello)
    await play.settle()
    downloads = play.downloads()
    await _sends_for(play, her.name)
    expect(play.downloads() == downloads, "a photo was downloaded without the customer's consent")
    await phone.press_for("consent", "p=scan_analysis&a=yes")
    await play.settle()
    if not play.clues_of(her).scans:
        await _sends_for(play, her.name)
    case = play.clues_of(her).case
    expect(case is not None and case.stage is Stage.SCANNED, "no case was opened from the photo sales sent")


async def books(play: Play) -> None:
    """Sales books by buttons; the customer sees when, where and how to prepare."""
    seen = len(play.mali.messages())
    code = play.clues.case.code if play.clues.case else ""
    expect(any(code in str(message) for message in play.fon.messages()), "sales does not see the case")
    for action in ("book", "day", "slot"):
        await play.fon.press_for(action)
        await play.settle()
    case = play.clues.case
    expect(case is not None and case.stage is Stage.TREATMENT_SCHEDULED, "the case is not scheduled")
    expect(len(play.clues.appointments) == 1, "there is not exactly one appointment")
    expect(len(play.mali.messages()) > seen, "the customer was not told")


async def treated(play: Play) -> None:
    """The beautician starts and finishes by buttons; result, care plan, points and follow-ups stand."""
    await play.wait_until(play.clues.appointments[0].starts_at)
    await play.carer().press_for("start")
    await play.settle()
    case = play.clues.case
    expect(case is not None and case.stage is Stage.IN_TREATMENT, "the treatment did not start")
    await play.wait_until(play.clues.appointments[0].ends_at)
    await play.carer().press_for("finish")
    await play.settle()
    case = play.clues.case
    expect(case is not None and case.stage is Stage.COMPLETED, "the treatment did not finish")
    expect([row.day for row in play.clues.follow_ups] == [1, 7, 30, 90], "the four follow-ups do not stand")
    expect(play.clues.balance > 0, "no points were earned")
    said = play.stage.cast.finished.format(name=play.stage.cast.customer.name)
    expect(play.fon.sees(said), f"sales does not read: {said}")


def follow_up(day: int) -> Scene:
    """Make the scene of one follow-up: it comes once, at a polite hour, and is answered."""

    async def comes_once(play: Play) -> None:
        row = next(row for row in play.clues.follow_ups if row.day == day)
        await play.wait_until(row.due_at - timedelta(minutes=1))
        before = len(play.mali.messages())
        expect(_state(play, day) is FollowUpState.PLANNED, f"day {day} came too early")
        await play.wait(minutes=2)
        after = len(play.mali.messages())
        expect(after > before and _state(play, day) is FollowUpState.SENT, f"day {day} did not come")
        await play.wait(hours=2)
        expect(len(play.mali.messages()) == after, f"day {day} came more than once")
        case = play.clues.case
        expect(case is not None and case.stage is Stage.FOLLOW_UP, "the case is not being followed up")

    return comes_once


async def progress_photo(play: Play) -> None:
    """She answers day 7 with a photo, which is read and compared with the first."""
    seen = len(play.mali.messages())
    await play.mali.send_photo(play.progress)
    await play.settle()
    newest = play.clues.scans[-1]
    expect(newest.state is ScanState.READ, "the progress photo was not read")
    expect(len(play.clues.readings) == 2, "there is nothing to compare")  # noqa: PLR2004 - before and after
    expect(len(play.mali.messages()) > seen, "she was not told how they compare")
    expect(_state(play, 7) is FollowUpState.ANSWERED, "day 7 is not answered")
    pictures = (newest.pair_key, newest.before_key, newest.after_key, newest.chart_key)
    expect(all(pictures), "the two photos were not laid beside each other")
    verdicts = [change["verdict"] for change in (newest.comparison or {}).get("metrics", {}).values()]
    expect("better" in verdicts and "worse" not in verdicts, "less redness was not told for what it is")


async def red_flag(play: Play) -> None:
    """At night she writes of something that can't wait: a person is told at once, and so is she what to do."""
    await play.wait(hours=11)
    told = [len(phone.messages()) for phone in (play.ploy, play.owner)]
    seen = len(play.mali.messages())
    await play.mali.write(play.stage.cast.words.red_flag)
    await play.settle()
    expect(len(play.mali.messages()) > seen, "she was not answered")
    heard = [len(phone.messages()) for phone in (play.ploy, play.owner)]
    expect(any(now > before for before, now in zip(told, heard, strict=True)), "nobody was told")
    expect(any(task.kind == "red_flag" for task in play.clues.tasks), "nobody has the task")


async def asks(play: Play) -> None:
    """Points and status answer with the truth."""
    await play.mali.write(play.stage.cast.words.points)
    await play.settle()
    expect(play.mali.sees(str(play.clues.balance)), "her points are not the sum of her ledger")
    case = play.clues.case
    expect(case is not None and case.code, "she has no case")
    seen = len(play.mali.messages())
    await play.mali.write(play.stage.cast.words.status)
    await play.settle()
    newest = str(play.mali.messages()[seen:])
    expect(case is not None and case.code in newest, "her status does not name her case")


async def nothing_changes(play: Play) -> None:
    """Stale buttons, other people's buttons and repeated webhooks change nothing, and say so politely."""
    before = play.clues.everything()
    carer = play.carer()
    stale = carer.button_for("finish")
    for phone, why in ((carer, "stale"), (play.fon, "somebody else's"), (play.mali, "a customer's")):
        seen = len(phone.messages())
        event = play.stage.double.events.postback(phone.user_id, stale["data"])
        await play.stage.double.deliver(event)
        await play.settle()
        expect(len(phone.messages()) == seen + 1, f"{phone.name} got no answer to {why} button")
        await play.stage.double.redeliver(event)
        await play.settle()
        expect(len(phone.messages()) == seen + 1, "a repeated webhook was answered twice")
    expect(play.clues.everything() == before, "something changed")
    expect(play.clues.notices_waiting() == 0, "something was left unsaid")


SCENES: tuple[tuple[str, Scene], ...] = (
    ("0 the staff join by code", staff_join),
    ("1 a new customer is greeted and asked for consent", greeted),
    ("1 words nobody planned for get an honest answer", not_understood),
    ("1 without consent a photo is not downloaded", photo_waits),
    ("2 a selfie is read and she gets her scores", reads_selfie),
    ("2 a photo that can't be read gets the reason", bad_photo),
    ("3 the beautician accepts the case and sales hears of it", case_is_taken),
    ("3 sales sends a customer's photo on her behalf", sales_sends_photo),
    ("4 sales books by buttons", books),
    ("5 the treatment is started and finished", treated),
    ("6 day 1: care instructions", follow_up(1)),
    ("6 day 7: check-in", follow_up(7)),
    ("6 day 7: the progress photo is read and compared", progress_photo),
    ("6 day 30: review", follow_up(30)),
    ("6 a red flag reaches a person at once", red_flag),
    ("6 day 90: seasonal care", follow_up(90)),
    ("7 points and status answer with the truth", asks),
    ("7 illegal, stale, foreign and repeated change nothing", nothing_changes),
)


async def _consent(play: Play, purpose: str, answer: str) -> None:
    await play.mali.press_for("consent", f"p={purpose}&{answer}")
    await play.settle()


async def _sends_for(play: Play, name: str) -> None:
    """Sales sends a photo and says whose it is."""
    await play.fon.send_photo(play.selfie)
    await play.settle()
    await play.fon.write(name)
    await play.settle()


def _state(play: Play, day: int) -> FollowUpState:
    return next(row.state for row in play.clues.follow_ups if row.day == day)
