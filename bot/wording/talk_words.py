"""What people type in the middle of a talk that is neither a yes nor a no: later, rather this one, before, at the latest."""

import re

from bot.wording.short_words import bare
from nlu.date_words import WEEKDAY

_HER_OWN = r"แฟน|ที่บ้าน|คนที่บ้าน|แม่|พ่อ|เพื่อน|สามี|ภรรยา|ครอบครัว|พี่สาว|หัวหน้า"
"""Whom she asks before she decides; who wants to consult the clinic puts nothing off."""

_LONGEST = 60
"""Letters; whoever writes more says more than one of these."""
_LONGEST_WITH_SIGNS = 200
"""Letters from the end in which a goodbye is looked for: in a message as long as a channel takes, each word is a try."""

_LATER = re.compile(
    r"(?:ok|okay|well|hmm+|อืม+|งั้น|โอเค|ได้|รับทราบ|ทราบแล้ว)?"
    r"(?:"
    r"(?:เดี๋ยว|เด๋ว|ขอ|หนู|เรา|พี่|ไป|กลับ|จะ|ว่าจะ|เวลา)*(?:ลอง)?"
    rf"(?:(?:คิด|ตัดสินใจ|ดู|เช็ค|เช็ก|ทบทวน)(?:ดู|ตาราง|คิว|วัน|เวลา|งาน)*|(?:ปรึกษา|ปรึกสา|ถาม|คุย)(?:กับ|ทาง)*(?:{_HER_OWN})+(?:ดู)?)"
    r"(?:ก่อน|อีกที|อีกครั้ง|สักพัก|แป๊บ(?:นึง|หนึ่ง)?|สักครู่|อีกนิด|อีกหน่อย|"
    r"แล้ว(?:จะ|ค่อย|เดี๋ยว)*(?:บอก|แจ้ง|ทัก|ติดต่อ|จอง|ตอบ)(?:มา|กลับ|ไป|ใหม่)*)+"
    r"|(?:เดี๋ยว|เด๋ว|ไว้|ขอ|จะ)+(?:คิดดู|(?:บอก|แจ้ง|ทัก|ติดต่อ|ตอบ)(?:มา|กลับ|ไป)*(?:ใหม่|อีกที|ภายหลัง|ทีหลัง))"
    r"|(?:เดี๋ยว|เด๋ว|ไว้)+(?:จะ|ค่อย|กลับ)*(?:มา)?(?:ตอบ|บอก|แจ้ง|จอง|คุย|ทัก|ดู|ทำ|กรอก)(?:ใหม่|อีกที|ทีหลัง|ภายหลัง)?"
    r"|(?:ตอนนี้)?(?:กำลัง)?(?:ยุ่ง|ติด(?:งาน|ประชุม|เรียน|ธุระ))(?:อยู่|มาก)*|ตอนนี้(?:ยัง)?ไม่(?:ว่าง|สะดวก)(?:ตอบ|คุย)?"
    r"|(?:sorry)?(?:im|iam)(?:abit)?busy(?:rightnow|now|atthemoment)?|(?:in|at)ameeting"
    r"|(?:เดี๋ยว|เด๋ว|รอ)+(?:ก่อน)?|(?:ขอ|รอ|เดี๋ยว|เด๋ว)*(?:เวลา)?(?:แป๊บ|แป๊ป|แปบ|แปป|สักครู่|สักพัก)(?:นึง|หนึ่ง|เดียว)?(?:ก่อน)?"
    r"|(?:ตอนนี้)?ยัง(?:ตัดสินใจ(?:ไม่ได้|ไม่ถูก)|ไม่(?:ได้)?ตัดสินใจ|คิดไม่ออก|ไม่พร้อม(?:จอง)?|ไม่จอง(?:ตอนนี้|ก่อน)?)"
    r"|(?:letme|ill|i(?:will)?(?:need|want|have)to|idliketo|ineedtimeto|givemetimeto|imgoingto)(?:just)?"
    r"(?:think|sleepon|decide|check|(?:ask|talkto|consult|discuss)(?:it)?(?:with)?my[a-z]+)"
    r"(?:itover|aboutit|aboutthis|onit|it|my(?:calendar|schedule|work))?(?:first|later|andgetback(?:toyou)?|andletyouknow)?"
    r"|(?:ill|iwill)(?:getback(?:toyou)?|letyouknow|comeback)(?:later|soon)?"
    r"|(?:i)?need(?:some|more)?timetothink|giveme(?:some|more)?time|maybelater|(?:just)?(?:onemoment|onesec|onesecond|amoment|asec|aminute|oneminute)|holdon|wait(?:amoment|asec|aminute)?|notyet|notsureyet"
    r"|(?:เอา|พัก)?ไว้(?:ก่อน|คราวหน้า|วันหลัง|โอกาสหน้า)+"
    r"){1,2}"
)
_GOODBYE = re.compile(
    r"(?:ok|okay|โอเค|ได้|รับทราบ|ทราบแล้ว|งั้น)?(?:หนู|เรา|พี่|ผม)?(?:"
    r"(?:ไป|ออก|วาง)(?:ทำงาน|ประชุม|เรียน|นอน)?(?:ก่อน|แล้ว|ละ)+|(?:บ๊าย|บ๋าย|บาย){1,4}|ลาก่อน|ฝันดี|ราตรีสวัสดิ์|"
    r"(?:ไว้|แล้ว|เดี๋ยว|เด๋ว|ค่อย){1,3}(?:คุย|เจอ|พบ|ทัก)(?:กัน|มา|กลับ|ไป)*(?:ใหม่|อีกที|อีก|ทีหลัง|ภายหลัง|พรุ่งนี้|คราวหน้า|วันหลัง)*|"
    r"(?:good)?bye(?:bye)?(?:fornow)?|seeyou(?:later|soon|then)?|cu|ttyl|talk(?:toyou)?later|gtg|(?:i)?(?:have|got|gotta|need)(?:to)?(?:go|run)(?:now)?|"
    r"goodnight|takecare|catchyoulater"
    r"){1,3}"
)
_GAP = re.compile(r"[\s,.!]+")
_BACK = re.compile(
    r"(?:หนู|เรา|พี่|ผม)?(?:(?:ขอ|มา)?(?:ทำ|ตอบ|คุย|กรอก|ไป)?ต่อ(?:เลย|ได้)?|(?:กลับ)?มาแล้ว|(?:กลับ)?มา(?:ทำ|ตอบ|คุย|จอง|กรอก)?ต่อ|พร้อม(?:ตอบ|ทำ|คุย)?แล้ว){1,2}"
    r"|(?:ok|okay)?(?:im|iam)?(?:back|ready)(?:now|again)?|(?:lets)?(?:continue|goon|resume)(?:where(?:we|i)(?:left|stopped)(?:off)?)?"
)
PARTS = re.compile(
    r"\s*\n+\s*|\s*(?:แล้วก็|แล้วก้อ|แล้วก้|แล้ว|และก็|และ|อีกอย่าง|อ้อ|ว่าแต่)\s*(?=\S)|(?<=ค่ะ)\s*|(?<=คะ)\s*|(?<=ครับ)\s*|(?<=คับ)\s*"
    r"|\s*[,;?!]\s*|\s+(?:and also|and then|and|also|plus|oh and|but|by the way|btw)\s+|(?P<loose>\s+)",
    re.IGNORECASE,
)
"""What may stand between an answer and a question beside it; a mere space is `loose`."""

_REFUSES_CONSENT = re.compile(
    r"(?:หนู|ฉัน|ดิฉัน|เรา|ผม|พี่)?(?:ขอ|ยัง)?ไม่(?:ขอ|สะดวก(?:ใจ)?|อยาก|พร้อม|ประสงค์|สบายใจ)?(?:ที่)?(?:จะ)?(?:ให้)?(?:คำ|ความ)?(?:ยินยอม|อนุญาต)"
    r"(?:ให้(?:เก็บ|ใช้|อ่าน|วัด|วิเคราะห์)(?:รูป|ข้อมูล|ผิว|หน้า|ใบหน้า)*)?(?:สักข้อ|ทุกข้อ|ทั้งหมด|ทั้งสี่ข้อ|อะไรเลย)?"
    r"|(?:no)?i?(?:do not|donot|dont|willnot|wont|cannot|cant|wouldrathernot|prefernotto|refuseto)(?:wantto)?(?:givemy|give)?(?:consent|agree)"
    r"(?:tothis|tothat|toany|toanyofthis|toanyofit)?|(?:no)?idisagree|i?refuse(?:consent)?|noconsent"
)
"""No to what was asked of her data; "no longer" takes a yes back, which is another wish."""

_CANCELS = re.compile(r"ยกเลิก|แคนเซิล|แคนเซล|\bcancel", re.IGNORECASE)
_RATHER = re.compile(r"เปลี่ยน|แทน|ขอเป็น|เอาเป็น|\binstead\b|\bchange\b|\brather\b|\bswitch\b", re.IGNORECASE)
_SURE = frozenset(
    {
        "ใช่",
        "ใช่แล้ว",
        "ถูกต้อง",
        "ถูกแล้ว",
        "ตกลง",
        "ยืนยัน",
        "คอนเฟิร์ม",
        "yes",
        "correct",
        "confirm",
        "confirmed",
        "thatsright",
    }
)
_BEFORE = re.compile(
    r"(?:ก่อน(?!\s*(?:นะ|ค่ะ|คะ|ครับ|คับ|ได้|เลย|ละ|ล่ะ|จ้า|$))|\bbefore\b|\bearlier than\b)", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"(?:วัน|on )? ?(?:{WEEKDAY})", re.IGNORECASE)
_NOT_THIS = re.compile(r"(?:เอ้ย|เอ๊ย|อุ๊ย|โทษที|oops|no|sorry)?,? ?(?:ไม่(?:ใช่|เอา)|not(?: the)?)")
_AT_LATEST = re.compile(r"ไม่เกิน|ภายใน|อย่างช้า|\bby\b|\buntil\b|\blatest\b|\bno later\b", re.IGNORECASE)


def says_later(text: str) -> bool:
    """This function will say whether the whole message puts off a decision: "let me think about it"."""
    return _is_all(_LATER, text)


def says_goodbye(text: str) -> bool:
    """This function will say whether the whole message is a goodbye: what is open waits until she is back."""
    return _is_all(_GOODBYE, text)


def without_goodbye(text: str) -> str:
    """This function will give what stands before a goodbye; the whole message where it ends with none."""
    near_end = max(0, len(text) - _LONGEST_WITH_SIGNS)
    cuts = [hit for hit in _GAP.finditer(text, near_end) if says_goodbye(text[hit.end() :])]
    return text[: cuts[0].start()] if cuts else text


def says_back(text: str) -> bool:
    """This function will say whether the whole message is that she is back, and goes on where she was."""
    return _is_all(_BACK, text)


def says_sure(text: str) -> bool:
    """This function will say whether the whole message is a yes that means nothing else; "ok" may only mean "I see"."""
    return bare(text) in _SURE


def says_cancel(text: str) -> bool:
    """This function will say whether a message speaks of cancelling."""
    return _CANCELS.search(text) is not None


def refuses_consent(text: str) -> bool:
    """This function will say whether the whole message is a no to consent, and to nothing else."""
    return _is_all(_REFUSES_CONSENT, text)


def says_rather(text: str) -> bool:
    """This function will say whether a message asks for something in the place of something else."""
    return _RATHER.search(text) is not None


def says_before(text: str) -> bool:
    """This function will say whether the end of a time is not meant with it: "before two" is no visit at two.

    Who says "not later than two", or "by two", can still come at two.
    """
    return _BEFORE.search(text) is not None and _AT_LATEST.search(text) is None


def is_weekday(words: str) -> bool:
    """This function will say whether words are a weekday and nothing more: no "this", no "next", no number."""
    return _WEEKDAY.fullmatch(words.strip()) is not None


def corrects(text: str, name: str = "") -> bool:
    """This function will say whether a message begins by saying that a thing, or anything, is not meant: "not the jaw"."""
    return re.match(rf"{_NOT_THIS.pattern} ?{re.escape(name)}", text.strip(), re.IGNORECASE) is not None


def _is_all(words: re.Pattern[str], text: str) -> bool:
    """This function will say whether a short message is made of some words alone."""
    left = bare(text)
    return len(left) <= _LONGEST and words.fullmatch(left) is not None
