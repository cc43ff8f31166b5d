"""What people type when asked for their name or their number: names with all that stands around them, and what is none."""

import re
from dataclasses import dataclass

from bot.wording.short_words import bare
from nlu.phones import BETWEEN, EXTENSION

LONGEST_NAME = 40
"""Letters; what is longer tells something else."""

MOST_PARTS = 4
_LONGEST = 100
"""Letters of a message; whoever writes more tells more than a name or a number."""

_FEWEST_DIGITS = 4

_SKIP = re.compile(
    r"(?:ขอ)?ข้าม(?:ไป|ก่อน|ข้อนี้|อันนี้)*|(?:ยัง|ขอ)?ไม่(?:บอก|ให้|ใส่|กรอก|ระบุ|สะดวก(?:บอก|ให้)?|อยาก(?:บอก|ให้|ใส่)|มี|ต้อง)(?:ก็)?(?:ได้(?:ไหม|มั้ย|ป่าว|เปล่า|ป่ะ|รึเปล่า|หรือเปล่า)?)?"
    r"|skip(?:it|this)?|nothanks|rathernot|idrathernot(?:say)?|notneeded"
)
_ABOUT = {
    "name": re.compile(r"ชื่อ|นามสกุล|เรียก|\bname\b|\bspelling\b|\bspelled\b", re.IGNORECASE),
    "phone": re.compile(r"เบอ|โทรศัพท์|มือถือ|ซิม|\bnumber\b|\bphone\b|\bmobile\b|\bsim\b", re.IGNORECASE),
    "birthday": re.compile(r"วันเกิด|\bbirthday\b|\bdate of birth\b|\bdob\b", re.IGNORECASE),
}
_CHANGES = re.compile(
    r"เปลี่ยน|แก้|ผิด|อัป|อัพ|ย้าย|ใหม่|เพิ่ม|\bchang|\bupdat|\bcorrect|\bfix|\bwrong|\bnew\b|\bedit|\bswitch|\badd\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"ทำไม|เพื่ออะไร|เพื่อไร|ทำอะไร|ทำไร|จำเป็น|ต้อง(?:ให้|บอก|ใส่).*(?:ไหม|มั้ย|ด้วย|หรอ|เหรอ)|\bwhy\b|\bwhat for\b|\bwhat do you\b|\bwhat will\b|\bnecessary\b|\brequired\b",
    re.IGNORECASE,
)
_REGISTERING = re.compile(r"ลงทะเบียน|สมัคร|ข้อมูล|\bregister|\bdetails\b|\b(?:this|it|that)\b", re.IGNORECASE)
_WHO_SEES = re.compile(
    r"ใคร(?:จะ)?(?:เห็น|ดู)|ปลอดภัย(?:ไหม|มั้ย|ป่าว|หรือ|รึ)|เอาไปขาย|\bwho (?:can |will )?sees?\b|\bis (?:it|this|that) safe\b",
    re.IGNORECASE,
)
_OF_FAMILY = re.compile(
    r"เบอร์(?:ของ)?(?:คุณ)?(?:แม่|พ่อ|แฟน|สามี|ภรรยา|พี่|น้อง|ลูก|เพื่อน|ที่บ้าน|ที่ทำงาน|คนอื่น).*(?:ได้|ไหม|มั้ย)"
    r"|\b(?:mother|mom|mum|father|husband|wife|friend|office|sister|brother)(?:'?s)? (?:phone )?number\b",
    re.IGNORECASE,
)
_FROM_ABROAD = re.compile(
    r"เบอร์(?:ไทย|นอก|ต่างประเทศ|เมืองนอก)|\bthai (?:phone |mobile )?number\b|\b(?:foreign|overseas|international) (?:phone |mobile )?number\b",
    re.IGNORECASE,
)
_REMOVES = re.compile(
    r"ลบ.{0,6}เบอ|เอาเบอ.{0,12}ออก|\b(?:remove|delete|forget|erase) my (?:phone |mobile )?number\b",
    re.IGNORECASE,
)
_SHORT_WHY = 10
"""Letters: "why?" needs no more."""

_NUMBER_FOLLOWS = re.compile(
    r"เบอ|โทร|มือถือ|\btel\b|\bphone\b|\bnumber\b|\bmobile\b|\(?\s*[+\d]", re.IGNORECASE
)
_MY = re.compile(r"(?:[\s,;.]+(?:and|my|mine))+\s*$", re.IGNORECASE)
_ABROAD = re.compile(rf"\+(?!{BETWEEN}*6{BETWEEN}*6)(?:{BETWEEN}*\d){{7,15}}(?!\d)")
_BIRTHDAY_WORDS = re.compile(
    r"วันเกิด|เกิดวันที่|เกิด|\bmy birthday is\b|\bbirthday\b|\bborn(?: on)?\b", re.IGNORECASE
)

_DENIED = re.compile(r"^\s*(?:ไม่ใช่|ไม่|no\b|nope\b)(?:ค่ะ|คะ|ครับ|นะคะ)?[\s,.!]*", re.IGNORECASE)
_INTRODUCES = re.compile(
    r"^(?:สวัสดี(?:ค่ะ|ครับ|คะ)?|hi|hello|เอ่อ+|เอ้อ+|อืม+|อ๋อ+|งั้น|จริงๆ)?[\s,]*(?:(?:หนู|เรา|ดิฉัน|ฉัน|ผม|พี่|เค้า)\s*)?"
    r"(?:(?:ขอ|อยากให้|ให้|ช่วย)\s*)?(?:(?:เปลี่ยน|แก้)(?:เป็น)?)?\s*"
    r"(?:ชื่อ(?:เล่น|จริง)?(?:เป็น|ว่า|คือ|ชื่อ)?|เรียก(?:ชื่อ)?(?:หนู|เรา|ฉัน|ดิฉัน|ผม|พี่)?(?:ว่า|ชื่อ)?"
    r"|my (?:nick)?name(?: is|'s)|i'?m called|(?:please )?call me|name(?:\s*:| is))\s*:?\s*",
    re.IGNORECASE,
)
# "I'm Lisa" as well as "I'm fine": no introduction by itself.
_LEADS = re.compile(r"^(?:i'?m|i am|it'?s|this is)\s+", re.IGNORECASE)
_BEHIND = re.compile(
    r"(?:\s|นะคะ|นะค่ะ|นะครับ|ค่ะ|คะ|ครับ|คับ|ค่า+|ค้า+|จ้า+|จ้ะ|จ๊ะ|ก็ได้|ก็พอ|เฉยๆ|เฉย ๆ|แล้วกัน|ละกัน|ดีกว่า|ได้เลย|เลย|\bplease\b|\bpls\b|\bka\b|\bkha\b|\bis fine\b|[.,!…])+$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^คุณ\s*(?=[^\s]{2})")
# Letters of any script with their marks, one blank, and what stands in names.
_NAME = re.compile(r"[^\W\d_][\w\u0e00-\u0e7f\u0300-\u036f.'’ -]*")
_TELLS_MORE = re.compile(
    r"ไหม|มั้ย|มั๊ย|ป่ะ|ป่าว|เปล่า|เท่าไ|กี่|อะไร|ยังไง|ทำไม|ไหน|เมื่อไ|หรือ|ราคา|จอง|นัด|คิว|โปรโม|สแกน|แต้ม|สมัคร|ลงทะเบียน|เปลี่ยน|ยกเลิก"
    r"|เลื่อน|อยาก|ต้องการ|สนใจ|ขอ(?!ง|บ)|เบอร์|โทร|ช่วย|บอก|ไม่|ทำ|ยินยอม|หมออยู่|[?？]"
    r"|\b(?:what|how|when|where|why|who|which|price|book|cancel|can|could|do|does|is|are|want|need|would|please|the|my|number|phone|register|stop|open|have|not)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\s*(?:(?:ไม่ใช่|ไม่|นะคะ|นะครับ|ค่ะ|คะ|ครับ|นะ|ใหม่|แจ้ง|ฝาก|ไว้|เบอร์|เบอ|โทร|คือ|เป็น|มือถือ|ของ|หนู|เรา|ผม|tel|phone|number|mobile|my|is|it'?s|no)[\s:.,]*)*+"
    rf"(?P<number>\(?\+?[\d(](?:\d|{BETWEEN})*\d{EXTENSION}?)\s*",
    re.IGNORECASE,
)


# Behind "called" and "call": things that have names, and what else people call.
_NO_PERSON = re.compile(
    r"(?:ตัว|พวก)?(?:ยา(?!หยี|ใจ|มี|ดา|ณี|ว|ก)|แท็กซี่|แทกซี่|แท๊กซี่|แกร็บ|แกรบ|วินมอ|รถ|ช่าง|พนักงาน|เจ้าหน้าที่|แอดมิน|ผู้จัดการ|หัวหน้า|คน(?!ึง)|หมอ(?!ก)|พยาบาล|คลินิก|ร้าน|สาขา|คอร์ส|โปร(?!ด)|ครีม(?=$|อะ|ที่|กัน|ตัว)|เซรั่ม"
    r"|เครื่อง|ยี่ห้อ|รุ่น|ทรีต|หัตถการ|เลเซอร์|โบท็อก|ฟิลเลอร์|ไฮฟู|ตัวยา|ผลิตภัณฑ์|สินค้า|บริษัท|แบรนด์|เพจ|ไลน์|บัญชี|เดิม|ใหม่$|เก่า$|ผิด|จริง$|เล่น$|เต็ม$|ร้อง|เก็บ|ตัวเอง|เข้า|กลับ|มา$|ไป$|ซ้ำ|ภาษา"
    r"|(?:back|later|again|now|asap|when|before|after|tomorrow|today|tonight|soon|anytime|at|on|in|if|about|an?\s|the|taxi|grab|someone|staff|doctor|botox|filler|laser|clinic|morning|afternoon|evening|monday|tuesday|wednesday|thursday|friday|saturday|sunday|first|once|any|instead)\b)",
    re.IGNORECASE,
)
# A word that asks and a nickname too ("silk"): a name only where it is said to be one, or stands before a given name.
_NICKNAME_THAT_ASKS = re.compile(r"(?:น้อง|พี่|คุณ)?\s*ไหม(?:\s+[^\W\d_][\w\u0e00-\u0e7f]+)?")


@dataclass(frozen=True)
class NameSaid:
    """A name somebody gave.

    Attributes:
        name: As typed, without what stands around it.
        introduced: Whether the words say that it is one ("my name is").
    """

    name: str
    introduced: bool


_OF_ANOTHER = re.compile(
    r"โทร(?:เข้า)?มา|โทรหา(?:หนู|เรา|ผม|ฉัน|พี่)|อ้าง|หลอก|มิจ(?:ฉา)?|แอบ|เบอร์ใคร|เบอร์นี้|ของใคร|เบอร์(?:คลินิก|ร้าน|สาขา|หมอ)"
    r"|\b(?:called me|calls me|keeps calling|scam|who|whose|is this|is it|your number)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"ใช่(?:ไหม|มั้ย|ป่าว|เปล่า)|[?？]")
# "My name is", wherever it stands, and no friend's: what stands before it is a pronoun, or nothing.
_OWN_NAME = re.compile(
    r"(?:^|[\s,.!]|หนู|เรา|ฉัน|ผม|ค่ะ|คะ|ครับ|ใน)ชื่อ(?:เล่น|จริง)?|\bmy name(?: is|'s)|\bi'?m called|\bcall me\b",
    re.IGNORECASE,
)


def says_skip(text: str) -> bool:
    """This function will say whether the whole message leaves a question out."""
    left = bare(text)
    return len(left) <= _LONGEST and _SKIP.fullmatch(left) is not None


def name_said(text: str) -> NameSaid | None:
    """This function will give the name that a whole message is; None where it tells anything else, or asks."""
    if len(text) > _LONGEST:
        return None
    rest = _DENIED.sub("", text.strip())
    introduced = _INTRODUCES.match(rest)
    if introduced and introduced.end() > 0:
        rest = rest[introduced.end() :]
    rest = " ".join(_TITLE.sub("", _BEHIND.sub("", _LEADS.sub("", rest))).split())
    if not rest or len(rest) > LONGEST_NAME or len(rest.split()) > MOST_PARTS:
        return None
    is_introduced = bool(introduced and introduced.end() > 0)
    if _NAME.fullmatch(rest) is None or (is_introduced and _NO_PERSON.match(rest)):
        return None
    if _TELLS_MORE.search(rest) and _NICKNAME_THAT_ASKS.fullmatch(rest) is None:
        return None
    return NameSaid(rest, introduced=is_introduced)


def number_said(text: str) -> str | None:
    """This function will give the number that a whole message is, right or wrong; fewer than four digits are none."""
    hit = _NUMBER.fullmatch(_polite_off(text)) if len(text) <= _LONGEST else None
    if hit is None or sum(letter.isdigit() for letter in hit["number"]) < _FEWEST_DIGITS:
        return None
    return hit["number"].strip()


def numbers_abroad(text: str) -> list[str]:
    """This function will give the numbers in a message that begin with another country's code."""
    return [hit[0] for hit in _ABROAD.finditer(text)]


def is_of_another(text: str) -> bool:
    """This function will say whether a message tells of somebody else's number: who called, whose it is, the clinic's own."""
    return _OF_ANOTHER.search(text) is not None


def tells_of_another(text: str) -> bool:
    """This function will say whether a message tells of somebody else's number, or asks about one."""
    return is_of_another(text) or _ASKS.search(text) is not None


def as_typed(name: str, text: str) -> str:
    """This function will give a name as it stands in a message: what is read of one is in small letters."""
    at = text.lower().find(name.lower())
    return text[at : at + len(name)] if at >= 0 else name


def gives_own_name(text: str) -> bool:
    """This function will say whether a message says somewhere what its writer is called."""
    return _OWN_NAME.search(text) is not None


def changes_said(text: str) -> tuple[str, ...]:
    """This function will name what a message wants changed: `name`, `phone`, `birthday`; nothing where it names none."""
    if _CHANGES.search(text) is None:
        return ()
    return tuple(slot for slot, words in _ABOUT.items() if words.search(text))


def asks_why(text: str) -> bool:
    """This function will say whether a message asks what a name, a number or a birthday is wanted for."""
    if _WHO_SEES.search(text) is not None:
        return True
    if _WHY.search(text) is None:
        return False
    is_about = _REGISTERING.search(text) or any(words.search(text) for words in _ABOUT.values())
    return bool(is_about) or len(bare(text)) <= _SHORT_WHY


def number_asked_about(text: str) -> str | None:
    """This function will name what a message asks about which number may be told: one from `abroad`, or of the `family`."""
    if _FROM_ABROAD.search(text) is not None:
        return "abroad"
    return "family" if _OF_FAMILY.search(text) is not None else None


def removes_number(text: str) -> bool:
    """This function will say whether a message asks that its writer's number be forgotten."""
    return len(text) <= _LONGEST and _REMOVES.search(text) is not None


def before_number(text: str) -> str:
    """This function will give what stands before a number, with single blanks: "Pang, 081..." tells both."""
    # A long run of blanks would be tried from each of them.
    return _MY.sub("", _NUMBER_FOLLOWS.split(" ".join(text.split()), maxsplit=1)[0])


def without_birthday_words(text: str) -> str | None:
    """This function will give the day in words that tell a birthday; None where they do not speak of one."""
    return _BIRTHDAY_WORDS.sub(" ", text) if _BIRTHDAY_WORDS.search(text) else None


def _polite_off(text: str) -> str:
    return _BEHIND.sub("", text.strip())
