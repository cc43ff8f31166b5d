"""Figures of speech around a red flag: what bleeds is a wallet, what makes one faint is a price, what chokes is work.

Only what surely is no danger stands here, by what is spoken of: money, prices, work, beauty, a favourite. None of it
excuses anything in a message that tells of a treatment; that is looked at by whoever asks.
"""

import re

from nlu.flag_letters import expression

# What feelings do to anybody: swooning, a beating heart, dazzled eyes. Burns and blood are not among them.
_SWOONS = expression(
    "ใจสั่น|ใจเต้น|หน้ามืด|เป็นลม|วูบ|ช็[อ]?[กค]|หัวใจวาย|หายใจ|ตาลาย|ตาพร่า|ตาเบลอ|ตาบอด|ปวดตา|เวียนหัว|มึนหัว"
)
_BREATH = expression("หายใจ")
_DAZZLED = expression("^(?:ตาลาย|ตาพร่า|ตาเบลอ|ปวดตา|เวียนหัว|มึนหัว)")
_RUINED = expression("^(?:หน้าพัง|หน้าเละ|หน้าเสียหาย)")
_FLUSHED = expression("^(?:หน้าดำ|หน้าแดง|ดำ|แดง)")

_OF_MONEY = expression(
    r"(?:กระเป๋า(?:ตังค์?|เงิน|สตางค์|แห้ง|แฟบ|ฉีก|แบน|ฟีบ)|บัตรเครดิต|บัญชี|เงินเดือน|ยอดเงิน|เงินเก็บ|(?<!ส)งบ(?:ประมาณ)?)"
    r"(?:ของ|หนู|ฉัน|ชั้น|เรา|ผม|ดิฉัน|แห้ง|แฟบ|แบน|ฉีก|นี่|นี้|ก็|มัน|จะ|กำลัง|ถึงกับ|จน|แทบ|เลย|แล้ว|เป็น|มี|ออก)*$"
)
_OF_A_PRICE = expression(
    r"(?:ราคา|ค่า(?:คอร์ส|ตัว|ทำ|รักษา|ผ่อน|งวด|หมอ)|ยอด|บิล|โปร(?!ด)|ค่างวด)"
    r"(?:คอร์ส|นี้|นั้น|ที่นี่|บัตร|เดือนนี้|แรง|โหด|แพง|สูง|ดี|มาก|มัน)*ทำ(?:เอา|ให้|หนู|เรา|ฉัน|ผม)*(?:ถึงกับ|แทบ|เกือบ|จะ)*$"
)
_AT_A_PRICE = expression(
    "^(?:มาก|ไปหมด|เลย|สุด|จริง)*ก?ับ(?:ราคา|โปร(?!ด)|ยอด|บิล|ค่าคอร์ส|ค่าตัว)"  # "ช็อกกับ" is folded into one letter
)
_OF_WORK = expression(
    r"(?:งาน|ประชุม|การบ้าน|สอบ|ตาราง|ธุระ)(?:เยอะ|รัดตัว|ยุ่ง|ท่วม(?:หัว)?|แน่น|กองเต็ม|กอง|ล้นมือ|ล้น)"
    r"(?:มาก|จัด|เว่อร์|สุด|ไปหมด|เลย)*(?:จน|แทบ)(?:จะ|แทบ)*$"
)
_HEADACHE_OF = expression(
    r"^ปวดหัว[^\n,.!?]{0,8}?ก?ับ(?:งาน|หัวหน้า|เจ้านาย|ลูกค้า|ลูกน้อง|ลูก(?!ตา)|แฟน|สามี|ผัว|แม่|เพื่อน|รถติด|ตาราง|ราคา|โปร(?!ด)|การ(?!ฉีด|ทำ|รักษา))"
)
_BEAUTY = expression(
    r"(?:หล่อ|สวย|น่ารัก|ปัง|หน้าเด็ก|หน้าใส|แซ่บ|แพง|ถูก)(?:มาก|เว่อร์|เกิน)*(?:จน|แทบ|ถึงกับ)"
    r"(?:คน|เพื่อน|แฟน|แม่|สามี|ผัว|ใคร|ทุกคน|ทั้งบ้าน|หัวหน้า|เขา|เค้า)*(?:เห็น)?(?:แล้ว)?(?:ต้อง|แทบ|ถึงกับ|จะ)?$"
)
_FOND = expression(
    r"(?:ชอบ|หลง|ปลื้ม|คลั่ง|(?<!น่า)รัก(?!ษา)|เขิน)(?:รัก)?(?:แอดมิน|แอด|คุณหมอ|หมอ|พี่|น้อง|ดารา|ไอดอล|โปร|คลินิก)[^\n,.!?]{0,8}(?:จน|แทบ)(?:จะ)?$"
)
_CHOOSING = expression(
    r"(?:ดู|เลือก|อ่าน|ไถ|เลื่อน)[^\n,.!?]{0,6}(?:รีวิว|โปร(?!ด)|คอร์ส|ราคา|เมนู|แชท|แชต)[^\n,.!?]{0,6}(?:จน|แทบ)(?:จะ)?$"
)
_ANGER = expression("(?:โกรธ|โมโห|ฉุน)(?:มาก|จัด)*(?:จน|แทบ)?(?:หน้าดำ)?$")

_TIRED = r"(?:งาน|ทำงาน|นอนดึก|นอนน้อย|อดนอน|โหมงาน|ปั่นงาน|แดด|ฝุ่น|แอร์|เครียด|ความเครียด|สิว|ฮอร์โมน|อายุ|แต่งหน้า|แมส|เที่ยว|ตากแดด|เรียน|สอบ)"
_WORN_AFTER = expression(
    rf"^(?:มาก|เลย|หมด|ไปหมด)*(?:เพราะ|จาก|เนื่องจาก)(?:ว่า)?{_TIRED}(?!.{{0,8}}(?:คลินิก|หมอ|ที่นี่|ร้าน))"
)
_WORN_BEFORE = expression(rf"{_TIRED}(?:มาก|หนัก|เยอะ|ทุกวัน|ทุกคืน)*(?:จน|แล้ว)+$")

_ENGLISH_DONE = re.compile(
    r"\b(?:inject|needle|where (?:you|she|he|they|the)|(?:after|since|from|with|during|post) (?:\w+ ){0,3}"
    r"(?:fillers?|botox|treatments?|lasers?|shots?|jabs?|procedures?|peels?|threads?|drips?|sessions?|visits?|creams?|ipl|hifu))"
)
_COST = (
    r"(?:price|prices|bill|bills|cost|costs|quote|fee|fees|promo|promos|deal|deals|total|invoice|discount)"
)
_ENGLISH_BEFORE = re.compile(
    r"\b(?:wallet|purse|bank account|bank balance|bank|credit card|budget|savings|paycheck|salary)"
    r"(?: (?:is|are|was|in|has|have|been|just|really|so|literally|went|will|gonna|be|still|already|now|also|feels?|such|a|getting|totally|basically))* ?$"
    rf"|\b{_COST} (?:here |really |literally |almost |nearly |just )*(?:makes?|made|gave|gives|is making|are making|will make|will give)"
    r"(?: (?:me|us|my|anyone|people|a|an|the|wanna|want to|almost|nearly|mini|little))* ?$"
    rf"|\b{_COST} (?:is |are )?(?:so |too |really )*(?:high|steep|crazy|expensive|insane)(?: that)?(?: (?:i|we|literally|nearly|almost|just))* ?$"
    r"|\b(?:so|too|super|really|that) (?:pretty|handsome|beautiful|cute|gorgeous|good looking|funny|cheap|expensive|pricey)(?: that)?"
    r"(?: (?:i'm|im|i am|i|we|it's|literally|nearly|almost|just|my|makes me|made me))* ?$"
    r"|\b(?:work|job|boss|schedule|deadlines?|meetings|traffic|homework|exams?|calendar)(?: is| are|'s)? (?:so |too |really )*"
    r"(?:tight|busy|packed|hectic|full)(?: that)?(?: (?:i|we|literally|basically|almost))* ?$"
    r"|\b(?:work|job|boss|schedule|deadlines?|meetings|traffic|homework|exams?|manager) (?:always |really )*(?:gives?|gave|is giving|are giving) me (?:a |an |such a |such )?$"
)
_ENGLISH_AFTER = re.compile(
    rf"^ ?(?:when|after|as soon as|once|because|cause|cuz) (?:i |we )?(?:saw|seeing|see|heard|hearing|read|opened|looked at) (?:\w+ ){{0,3}}{_COST}\b"
    rf"|^ ?(?:at|by|over|from|because of) (?:the|that|this|your|those|these) (?:\w+ )?{_COST}\b"
)


def is_jest(before: str, hit: str, after: str) -> bool:
    """This function will tell whether Thai words of danger are a figure of speech, by what they are said of.

    Args:
        before: The letters just before the words of danger.
        hit: Those words, as folded letters.
        after: The letters just after them.
    """
    if _OF_MONEY.search(before) or _AT_A_PRICE.search(after) or _HEADACHE_OF.search(hit + after):
        return True
    feeling = before.removesuffix("หัว")  # of a beating heart the phrase may be the second half
    if _SWOONS.search(hit) and any(words.search(feeling) for words in (_OF_A_PRICE, _BEAUTY, _FOND)):
        return True
    return bool(
        (_BREATH.search(hit) and _OF_WORK.search(before))
        or (_DAZZLED.search(hit) and _CHOOSING.search(before))
        or (_FLUSHED.search(hit) and _ANGER.search(before))
    )


def is_worn_out(before: str, hit: str, after: str) -> bool:
    """This function will tell whether a face is called ruined by work, the sun or too little sleep, not by us."""
    return bool(_RUINED.search(hit) and (_WORN_AFTER.search(after) or _WORN_BEFORE.search(before)))


def is_english_jest(before: str, after: str, written: str) -> bool:
    """This function will tell whether English words of danger are a figure of speech in a message of no treatment."""
    if _ENGLISH_DONE.search(written):
        return False
    return bool(_ENGLISH_BEFORE.search(before) or _ENGLISH_AFTER.search(after))
