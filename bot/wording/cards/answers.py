"""Answers to what a customer asks: status, points, prices, treatments, where and when."""

from urllib.parse import quote

from bot.wording import flex
from bot.wording.cards.forms import booked_words
from bot.wording.flex import Part
from bot.wording.writing import Facts, Writing

_PRICES, _NAMES = 20, 10


def status(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell a customer where her case stands."""
    stage = facts.get("stage")
    wish = _wish_waits(writing, facts)
    if not stage:
        return flex.with_quick([flex.plain(wish or writing.say("status.none"))], writing.customer_menu())
    zone, tongue = facts["zone"], writing.tongue
    named = writing.say(f"stage.{stage}")
    starts_at, follow_up_at = facts.get("starts_at"), facts.get("follow_up_at")
    body = [flex.fact(writing.say("status.stage"), named)]
    if facts.get("treatment"):
        body.append(flex.fact(writing.say("words.treatment"), writing.treatment(facts["treatment"])))
    if starts_at:
        body.append(flex.fact(writing.say("status.appointment"), tongue.moment(starts_at, zone)))
    if wish:
        body.append(flex.text(wish))
    elif not starts_at and stage == "scanned":
        body.append(flex.fact(writing.say("status.appointment"), writing.say("status.no_appointment")))
    if follow_up_at:
        body.append(flex.fact(writing.say("status.follow_up"), tongue.day(follow_up_at, zone)))
    portal = writing.links.portal
    buttons = [flex.button(writing.say("menu.portal"), flex.open_link(portal))] if portal else []
    contents = flex.bubble(
        writing.say("status.title"), body, subtitle=str(facts.get("case_code") or ""), buttons=buttons
    )
    return flex.with_quick(
        [flex.card(writing.say("status.alt", stage=named), contents)], writing.customer_menu()
    )


def _wish_waits(writing: Writing, facts: Facts) -> str:
    """This function will write what she wishes that nobody has agreed to yet; nothing where no wish waits."""
    said = []
    for wish in filter(None, (facts.get("wish"), *(facts.get("more_wishes") or ()))):
        what = booked_words(writing, wish["known"], str(facts["zone"]))
        if what:
            said.append(writing.say(f"status.wish_{wish['state']}", what=f" {what}"))
        else:
            said.append(writing.say("status.wish_open"))
    return "\n".join(said)


def points(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell a customer her points and where they came from."""
    balance = f"{facts['balance']:,}"
    body = [
        flex.text(writing.say("points.balance", balance=balance), size="xxl", weight="bold", color=flex.GOLD),
        flex.gap(),
    ]
    rows = [_entry(writing, row, facts["zone"]) for row in facts["history"]]
    body += rows or [flex.small(writing.say("points.none"), margin="md")]
    contents = flex.bubble(writing.say("points.title"), body)
    alt = writing.say("points.alt", balance=balance)
    return flex.with_quick([flex.card(alt, contents)], writing.customer_menu(camera=False))


def _entry(writing: Writing, row: Facts, zone: str) -> Part:
    earned = int(row["points"])
    said = writing.say("points.entry", sign="+" if earned > 0 else "−", points=f"{abs(earned):,}")
    words = f"{writing.tongue.day(row['at'], zone)} · {writing.choice('point_reason', row['reason'])}"
    return flex.box(
        [flex.small(words, flex=5), flex.text(said, align="end", weight="bold", flex=2)],
        layout="horizontal",
        margin="md",
    )


def prices(writing: Writing, facts: Facts) -> list[Part]:
    """This function will list prices."""
    rows = facts["treatments"]
    if not rows:
        return flex.with_quick([flex.plain(writing.say("prices.none"))], writing.customer_menu(camera=False))
    body = [
        flex.box(
            [
                flex.text(writing.treatment(row), flex=5),
                flex.text(writing.tongue.baht(row["price_satang"]), flex=4, align="end", weight="bold"),
            ],
            layout="horizontal",
            spacing="sm",
            margin="md",
        )
        for row in rows[:_PRICES]
    ]
    body.append(flex.small(writing.say("prices.note"), margin="lg"))
    label = writing.say("reading_ready.book")
    contents = flex.bubble(
        writing.say("prices.title"), body, buttons=[writing.press(label, "ask_to_book", None, shown=label)]
    )
    alt = writing.say("prices.alt")
    return flex.with_quick([flex.card(alt, contents)], writing.customer_menu(camera=False))


def treatment_info(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell about one treatment: who does it, how long, what it costs, before and after."""
    name = writing.treatment(facts["treatment"])
    body = [
        flex.fact(writing.say("treatment_info.who"), writing.say(f"treatment_info.who_{facts['performer']}")),
        flex.fact(writing.say("words.duration"), writing.say("words.minutes", minutes=facts["duration_min"])),
        flex.fact(writing.say("words.price"), writing.tongue.baht(facts["treatment"].get("price_satang"))),
    ]
    for part, key in (("prepare", "treatment_info.prepare"), ("care", "treatment_info.care")):
        if lines := writing.tongue.of(facts, part):
            body += [flex.gap(), flex.heading(writing.say(key)), flex.bullets(lines)]
    body.append(flex.small(writing.say("prices.note"), margin="lg"))
    label = writing.say("reading_ready.book")
    contents = flex.bubble(name, body, buttons=[writing.press(label, "ask_to_book", None, shown=label)])
    alt = writing.say("treatment_info.alt", treatment=name)
    return flex.with_quick([flex.card(alt, contents)], writing.customer_menu(camera=False))


def which_treatment(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask which treatment is meant, or say that there is none of that name, a person at hand."""
    because = str(facts.get("because", "text"))
    items = [
        writing.press_quick(writing.treatment(row), "treatment_info", None, k=row["key"])
        for row in facts["treatments"][:_NAMES]
    ]
    if because != "text":
        items.append(writing.press_quick(writing.say("menu.person"), "talk_to_human"))
    return flex.with_quick([flex.plain(writing.say(f"which_treatment.{because}"))], items)


def treatments_for_concern(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell what the clinic has for a concern; which of it suits her, somebody says who sees her."""
    rows = facts["treatments"]
    body: list[Part] = [flex.small(writing.say("treatments_for_concern.text"))]
    for row in rows:
        who = writing.say(f"treatment_info.who_{row['performer']}")
        price = writing.tongue.baht(row["price_satang"])
        body += [flex.gap(), flex.text(writing.treatment(row), weight="bold"), flex.small(f"{who} · {price}")]
    label = writing.say("reading_ready.book")
    contents = flex.bubble(
        writing.say("treatments_for_concern.title"),
        body,
        buttons=[writing.press(label, "ask_to_book", None, shown=label)],
    )
    more = [writing.press_quick(writing.treatment(row), "treatment_info", None, k=row["key"]) for row in rows]
    alt = writing.say("treatments_for_concern.alt")
    return flex.with_quick([flex.card(alt, contents)], [*more, *writing.customer_menu()])


def which_care(writing: Writing, facts: Facts) -> list[Part]:
    """This function will ask of which treatment: how to prepare for it, or how to look after the skin after it."""
    about = {"w": "before"} if facts["before"] else {}
    items = [
        writing.press_quick(writing.treatment(row), "care", None, k=row["key"], **about)
        for row in facts["treatments"][:_NAMES]
    ]
    asked = "which_care.before" if facts["before"] else "which_care.after"
    return flex.with_quick([flex.plain(writing.say(asked))], items)


def aftercare(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell how to prepare for a treatment, or how to look after the skin after it."""
    lines = writing.tongue.of(facts, "lines") or []
    name, about = writing.treatment(facts.get("treatment")), "before" if facts.get("before") else "after"
    if not lines:
        words = writing.say(f"aftercare.none_{about}", treatment=name)
        return flex.with_quick([flex.plain(words)], writing.customer_menu(camera=False))
    body = [flex.bullets(lines)]
    if about == "after":
        body.append(flex.small(writing.say("treatment_finished.trouble"), margin="lg"))
    contents = flex.bubble(writing.say(f"aftercare.title_{about}"), body, subtitle=name)
    alt = writing.say(f"aftercare.alt_{about}", treatment=name)
    return flex.with_quick([flex.card(alt, contents)], writing.customer_menu(camera=False))


def opening_hours(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell when the branch is open on the day asked for, usually, and on coming days that differ."""
    as_usual = "unlike" in facts and not facts["unlike"]
    words = writing.say(
        "opening_hours.daily" if as_usual else "opening_hours.text",
        branch=writing.tongue.of(facts["branch"], "name"),
        opens=facts["opens"],
        closes=facts["closes"],
    )
    asked = facts.get("asked_days") or ([facts["asked"]] if facts.get("asked") else [])
    named = [_unlike(writing, day, str(facts["zone"])) for day in asked]
    others = [day for day in facts.get("unlike") or () if day["day"] not in {one["day"] for one in asked}]
    lines = [*named, words, *(_unlike(writing, day, str(facts["zone"])) for day in others)]
    return flex.with_quick([flex.plain("\n".join(lines))], writing.customer_menu(camera=False))


def _unlike(writing: Writing, facts: Facts, zone: str) -> str:
    """This function will say one day on which the branch is closed, or open at other hours."""
    day = writing.tongue.day(str(facts["day"]), zone)
    if facts["opens"] is not None:
        return writing.say("opening_hours.unlike", day=day, opens=facts["opens"], closes=facts["closes"])
    if why := writing.tongue.of(facts, "name"):
        return writing.say("opening_hours.closed_for", day=day, why=why)
    return writing.say("opening_hours.closed", day=day)


def location(writing: Writing, facts: Facts) -> list[Part]:
    """This function will tell where the branch is."""
    branch = facts["branch"]
    name, address = str(writing.tongue.of(branch, "name")), str(writing.tongue.of(branch, "address"))
    place = f"https://www.google.com/maps/search/?api=1&query={quote(f'{name} {address}'[:120])}"
    body = [
        flex.text(address, weight="bold"),
        flex.small(writing.say("location.hours", opens=facts["opens"], closes=facts["closes"]), margin="md"),
    ]
    buttons = [
        flex.button(writing.say("location.map"), flex.open_link(place[:1000])),
        flex.button(writing.say("location.call"), flex.call(branch["phone"]), style="secondary"),
    ]
    contents = flex.bubble(writing.say("location.title"), body, subtitle=name, buttons=buttons)
    alt = writing.say("location.alt", branch=name, address=address)
    return flex.with_quick([flex.card(alt, contents)], writing.customer_menu(camera=False))
