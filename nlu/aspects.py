"""What a short message asks of the treatment talked of, points back to, or names anew: all without naming a treatment we know."""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from nlu.alone import without_small_words
from nlu.understanding import Entity

_POINTS_BACK = re.compile(
    r"(?:ไอ้|เจ้า)?(?:ตัว|อัน|แบบ|ทรีตเมนต์)\s?(?:เมื่อกี้|เมื่อกี๊|เมื่อกี้นี้|เมื่อสักครู่|นี้|นั้น|เดิม|ที่ถาม(?:ไป)?|ที่ว่า|ที่บอก|ก่อนหน้า(?:นี้)?)(?:แหละ|เลย)?"
    r"|(?:เมื่อกี้|เมื่อกี๊)(?:นี้)?"
    r"|\b(?:the (?:last|previous|same) (?:one|treatment)|the (?:one|treatment) (?:before|you (?:said|mentioned))|(?:this|that|same) (?:one|treatment)|that|this|it)\b",
    re.IGNORECASE,
)
_INFO = (
    r"(?:ตอน(?:ทำ|ฉีด|ยิง)|ทำ(?:แล้ว)?|ฉีด(?:แล้ว)?|มัน|จะ)*(?:เจ็บ(?:มาก|เยอะ)?|บวม(?:มาก|เยอะ|นาน)?|ช้ำ(?:มาก)?|แดง|อันตราย|ปลอดภัย|ได้ผล(?:จริง)?|ดี|เห็นผล(?:เลย|ทันที)?)\s?(?:ไหม|มั้ย|มัย|ไม๊|มะ|ป่ะ|ปะ|ป่าว|รึเปล่า|หรือเปล่า)"
    r"|(?:ทำ(?:แล้ว)?|ฉีด(?:แล้ว)?|ต้อง)*(?:อยู่(?:ได้)?|เห็นผล|ใช้เวลา|พักฟื้น|พักหน้า|ทำ|ฉีด)?\s?(?:(?:นาน)?กี่(?:วัน|เดือน|ปี|ครั้ง|นาที|ชั่วโมง|ชม|อาทิตย์|ซีซี|ยู|ยูนิต)|นาน(?:แค่ไหน|เท่าไหร่|เท่าไร|ไหม|มั้ย))"
    r"|(?:มี|ต้อง)?(?:ผลข้างเคียง|ข้อเสีย|ข้อดี|ผลลัพธ์|ดาวน์ไทม์|พักฟื้น|พักหน้า|ความเสี่ยง)(?:อะไร|ยังไง|บ้าง|เป็นยังไง|มี)*(?:ไหม|มั้ย)?"
    r"|(?:is|does) (?:it|that|this|that one|this one) (?:hurt|painful|safe|last long|work|permanent|dangerous)(?: much| a lot)?"
    r"|(?:how long|how many (?:sessions|times|months|units))(?: (?:does|do|will|is|are) (?:it|that|this|they|i|the results?))?(?: (?:last|take|need|hold))?"
    r"|(?:any |the )?(?:side effects?|down ?time|risks?|recovery(?: time)?|results?)|pain|painful"
)
_PRICE = (
    r"(?:ราคา|ค่าใช้จ่าย|กี่บาท|เท่าไหร่|เท่าไร|เท่าไหร|แพง|ราคาเท่าไหร่|ราคาเท่าไร|ราคาเท่าไหร|ราคาประมาณเท่าไหร่)(?:ไหม|มั้ย)?"
    r"|(?:the |its )?(?:price|cost|prices)|how much(?: (?:is|does|for) (?:it|that|this|that one|this one)(?: cost)?)?"
)
_ASKS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "ask_treatment_info": re.compile(_INFO),
        "ask_price": re.compile(_PRICE),
        "ask_promotion": re.compile(r"(?:มี)?(?:โปร|โปรโมชั่น|โปรโมชัน|ส่วนลด)(?:ไหม|มั้ย)?|(?:any )?(?:promos?|promotions?|discounts?|deals?)"),
        "ask_aftercare": re.compile(r"(?:ต้อง)?(?:ดูแล(?:ตัวเอง|ผิว)?)(?:หลังทำ)?(?:ยังไง|อย่างไร)?(?:บ้าง)?|(?:the )?after ?care"),
    }
)  # fmt: skip
_ANOTHER = re.compile(
    r"(?:แล้ว|เเล้ว|ส่วน|แต่|งั้น|ถ้าเป็น)\s?(?P<thai>[^\s?]{2,24}?)\s?(?:ล่ะ|หล่ะ|ละ|อ่ะ|อะ)(?:คะ|ค่ะ|ค่า|ครับ|คับ|จ๊ะ)?[\s?]*"
    r"|(?:and |ok,? |then )?(?:what about|how about) (?:the |an? |your )?(?P<english>[a-z][a-z -]{2,24}?)(?: then| please)?[\s?]*",
    re.IGNORECASE,
)
_NO_TREATMENT = re.compile(
    r"ราคา|บาท|เท่า|เจ็บ|บวม|ช้ำ|ผล|ดูแล|พัก|นาน|อยู่|หมอ|แพทย์|พยาบาล|สาขา|ร้าน|คลินิก|จอด|รถ|เวลา|วัน|เดือน|คิว|จอง|นัด|โปร|ส่วนลด|แต้ม|คะแนน|"
    r"มัดจำ|จ่าย|โอน|บัตร|ผ่อน|รับประกัน|ข้อ|ปลอดภัย|อันตราย|เตรียม|ยา|อาหาร|เหล้า|ออกกำลัง|แต่งหน้า|ล้าง|ผู้ชาย|แฟน|เพื่อน|แม่|พ่อ|พี่|น้อง|ลูก|เด็ก|คน|ครั้ง|คอร์ส|"
    r"ทรีต|ซีซี|ยูนิต|ยี่ห้อ|แบบ|อัน|ตัว|รอบ|ไหน|อะไร|ยังไง|ทำไม|ใคร|ใช้|กิน|ดื่ม|ตรง|ข้าง|หลัง|ก่อน|หน้า|รูป|เคส|รีวิว|แพ็ค|เช้า|บ่าย|เย็น|ค่ำ|โมง|ทุ่ม|ไม่|ได้|ต้อง|ถ้า|จะ|เรา|หนู|ผม|ฉัน|"
    r"\b(?:price|cost|hurt|pain|long|last|down ?time|care|effects?|risks?|recovery|doctors?|parking|time|days?|appointments?|booking|discounts?|promos?|promotions?|branch|cards?|deposit|payment|"
    r"treatments?|facials?|results?|sessions?|it|that|this|them|me|you|men|husband|friend|today|tomorrow|now|morning|afternoon|evening|weekends?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|"
    r"my|we|others?|points|reviews?|next|before|after)\b",
    re.IGNORECASE,
)
_PRICE_TALK = re.compile(
    r"ราคาเท่าไหร่|ราคาเท่าไร|ราคา|เท่าไหร่|เท่าไร|เท่าไหร|เท่ารัย|กี่บาท|กี่ตัง|บาท|แพง|ถูก|คิด|ยังไง|ค่าใช้จ่าย|ประมาณ|ตก|เริ่มต้น|เริ่ม|ขอ|ทราบ|สอบถาม|ถาม|อยากรู้|อยาก|รู้|บอก|ช่วย|เช็ค|ดู|หน่อย|ด้วย|"
    r"ครั้งละ|ครั้งนึง|ครั้งหนึ่ง|ต่อครั้ง|ครั้ง|คอร์ส|ละ|ซีซี|ยูนิต|ยู|ทำ|ฉีด|ยิง|เติม|ทั้ง|หน้า|นี้|นั้น|ตัว|อัน|แบบ|ที่|จะ|ของ|ว่า|คือ|นะ|มี|โปร|ลด|ได้|ไหม|มั้ย|ไม่|ไร|อะไร|อีก|แล้ว|ที|หนึ่ง|นึง|สอง|เดิม|เมื่อกี้|กี้|เมื่อ|ตอน|"
    r"คลินิก|ร้าน|ค่ะ|คะ|ค่า|ครับ|คับ|จ้า|อ่ะ|อะ|เลย|เหรอ|หรอ|พี่|แอด|แอดมิน|หมอ|คุณ|เป็น|กี่|เรท|สนใจ|สวัสดี|ต้อง|จ่าย|รวม|ทั้งหมด|เท่า|"
    r"\b(?:how|much|is|it|does|that|this|one|the|a|an|cost|price|prices|for|of|what|what's|whats|are|your|please|and|so|per|session|time|each|in|total|baht|do|you|charge|tell|me|can|i|know|would|like|to|ok|hi|hello|pls|sure|again|about|approximately|roughly|starting|first|be|will)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]", re.UNICODE)
_NAME_FROM = 3
"""So many letters that are no word of a question about a price may be the name of something."""


def points_back(text: str) -> bool:
    """This function will say whether a message is nothing but "the one just now"."""
    return bool(_POINTS_BACK.search(text)) and not _LETTERS.search(
        without_small_words(_POINTS_BACK.sub(" ", text))
    )


def asked_of_it(text: str) -> str | None:
    """This function will give what is asked of a treatment that is not named ("เจ็บไหม", "and downtime?"), as an intent."""
    asked = (_spared(text), _spared(without_small_words(text)))
    return next(
        (intent for intent, words in _ASKS.items() if any(words.fullmatch(one) for one in asked)), None
    )


def names_another(text: str) -> str | None:
    """This function will give the words that name another thing ("แล้วอโรม่าล่ะ", "what about aroma?"), if they may be a treatment's."""
    hit = _ANOTHER.fullmatch(text.strip().lower())
    name = (hit["thai"] or hit["english"]).strip() if hit else ""
    return name if name and not _NO_TREATMENT.search(name) else None


def may_price_another(text: str, entities: Collection[Entity]) -> bool:
    """This function will say whether a question about a price holds a word that may name something new to us."""
    left = text.lower()
    for entity in entities:
        left = left.replace(entity.text.lower(), " ", 1) if entity.text else left
    return len(_LETTERS.findall(_PRICE_TALK.sub(" ", left))) >= _NAME_FROM


def _spared(text: str) -> str:
    """This function will leave out what points back, politeness and signs."""
    polite = re.sub(r"(?:นะ|คะ|ค่ะ|ค่า|ครับ|คับ|อ่ะ|อะ|จ้า|เลย)*[\s?!.~…]*$", "", text.strip().lower())
    opened = re.sub(r"^(?:แล้ว|เเล้ว|และ|and |ok,? |so |but |then |what about |how about )+\s?", "", polite)
    return re.sub(r"^(?:ตัว|อัน|แบบ)(?:นี้|นั้น|เมื่อกี้)\s?(?:จะ|มัน)?", "", opened).strip()
