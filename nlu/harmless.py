"""Words around a red flag that take it out of the here and now of the writer: fears, questions ahead, jokes, old things."""

from nlu.flag_letters import expression
from nlu.jests import is_jest, is_worn_out

# What is feared, read about, long over, born with, laughed about or another's is no news of the writer's face.
_FEARED_BEFORE = expression(
    r"(?:กลัว|เสี่ยง|โอกาส|ป้องกัน)(?:ว่า|ที่|ต่อ|จะ|เป็น|มี|เกิด|ไม่ให้)*$"
    r"|(?:ข่าว|ได้ยินว่า|อ่านเจอ|อ่านมา|ในคลิป|ในรีวิว)[^\n,.!?]{0,18}$"
)
_OVER_AFTER = expression(
    r"^(?!.{0,4}ไม่).{0,6}(?:หาย|ยุบ|ลด|แห้ง|ดีขึ้น|จาง)(?:ไป|ลง|หมด|สนิท|เยอะ|เกลี้ยง|ดี)*แล้ว"
    r"(?!.{0,6}(?:กลับ|ขึ้นใหม่|เป็นใหม่|ขึ้นอีก|เป็นอีก|มาอีก))"
)
_INBORN_AFTER = expression(
    "^.{0,6}(?:แต่กำเนิด|โดยกำเนิด|มาแต่เกิด|แต่เกิด|ตั้งแต่เกิด|ตั้งแต่เด็ก|ตั้งแต่สาว|ตั้งแต่หนุ่ม|ตามวัย|ตามอายุ|กรรมพันธุ์|พันธุกรรม)"
)
_RUMOUR_AFTER = expression("^.{0,4}(?:ได้)?จริง(?:ไหม|มั้ย|หรอ|เหรอ|ป่ะ|ปะ|ป่าว|หรือเปล่า|รึเปล่า)")
_IN_FUN_BEFORE = expression(
    r"(?:ขำ|หล่อ|สวย|น่ารัก|แพง|ปัง|เริ่ด|ดีงาม|ฟิน|เขิน|หิว|หัวเราะ|ถูก)(?:มาก|เว่อร์|เกิน)*(?:จน|แทบ|ถึงกับ)(?:จะ)?$"
    r"|(?:เห็น|เจอ|จ่าย|รู้)(?:แต่)?(?:ยอด|บิล|ราคา|ค่า|โปร(?!ด)|ใบเสร็จ)(?:บัตร|เครดิต|คอร์ส|งวด|เดือนนี้)*(?:นี้)?(?:แล้ว|จน|แทบ|ถึงกับ|ที|นี่)*(?:จะ)?$"
    r"|(?:ราคา|ยอด|บิล)(?:บาดใจ|แพง|โหด|แรง|สูง)(?:มาก|เว่อร์|จริง)*(?:จน|แทบ)?(?:จะ)?$"
)
_IN_FUN_AFTER = expression(
    r"^(?:มาก|ไปหมด|เลย)*(?:กับ|เพราะ(?:ว่า)?)?(?:คุณ)?(?:หมอ|แอด|พี่)?(?:หล่อ(?!ก)|น่ารัก)"
    r"|^(?:มาก|ไปหมด|เลย)*(?:กับ|เพราะ(?:ว่า)?)(?:ราคา|โปร(?!ด)|ยอด|บิล|ค่าคอร์ส|ค่าตัว)"
    r"|^.{0,8}(?:โดน|ถูก)(?:แฟน|แม่|พ่อ|ผัว|สามี|เมีย|เพื่อน|หัวหน้า|เจ้านาย|ที่บ้าน)[^\n,.!?]{0,4}(?:ด่า|ดุ|แซว|บ่น|ล้อ)"
    r"|^แต่มอง(?:คุณ)?หมอ"
)
_LAUGHED_ABOUT_AFTER = expression("^.{0,6}(?:การบ้าน|งานเยอะ|งานกอง|รถติด|สอบ)[^\n]{0,16}(?:555|ฮ่า|อิอิ)")
_PET_BEFORE = expression(r"(?:หมา|แมว|สุนัข)[^\n,.!?]{0,8}$")
_CHILD_BEFORE = expression("ลูก(?:ชาย|สาว|น้อย|คนโต|คนเล็ก)?(?:มี|เป็น)?$")
_CANNOT_COME_AFTER = expression("เลื่อน|ยกเลิก|ขอลา|(?:ไป|มา)(?:ตามนัด|หา|ทำ|คลินิก)?ไม่(?:ได้|ไหว|ทัน)")
_IF_BEFORE = expression(r"(?:ถ้า|หาก|ถ้าเกิด|สมมติ|สมมุติ)[^\n,.!?]{0,16}$")
_ASKED_AHEAD_AFTER = expression("ถามไว้ก่อน|ถามไว้|ถามเผื่อ|เผื่อไว้|ยังไม่(?:ได้|เคย|กล้า|คิดจะ)(?:ทำ|ฉีด|จอง|ยิง|ร้อย)")
_ONCE_BEFORE = expression(r"(?<!ไม่)เคย(?!.{0,24}แต่)[^\n,.!?]{0,24}$")
_LONG_AGO_AFTER = expression(
    r"^(?!.*(?:เป็นอีก|กลับมา|อีกแล้ว|รอบนี้|ครั้งนี้))[^\n!?]{0,24}(?:ปี(?:ก่อน|ที่แล้ว|มาแล้ว)|สมัย(?:เด็ก|เรียน|มัธยม|วัยรุ่น|สาว)|ตอนเด็ก)[^\n!?]{0,20}(?:หาย|ปกติ|ไม่เป็น)"
)
_ANYBODY_BEFORE = expression(r"(?:มีใคร|มีคน|ใครเคย|คนไข้เคย|เคยมีคน|เคยมีเคส)[^\n,.!?]{0,20}$")
_QUESTION_AFTER = expression(r"^[^\n]{0,10}(?:ไหม|มั้ย|หรือเปล่า|รึเปล่า|ป่าว|ป่ะ|บ้าง)")
_LOOKS_WISHED_BEFORE = expression(
    r"อยาก(?:ให้|ได้|มี)(?:ผิว|หน้า|ปาก|สี|ตัว|ขาว|โทน|แบบ)*$"
    r"|(?:ลิป|ชุด|เสื้อ|กระเป๋า|ชอบ|ธีม|ห้อง|ป้าย|รถไฟฟ้า|สีผม|ทำผม|สีเล็บ|ทาเล็บ|ดอก|ร่ม)(?:สี|แบบ|โทน|ลิป|เป็น|เฉด)*$"
    r"|(?:ขอ|เอา)(?:สี|แบบ|โทน|เฉด|ลิป)(?:สี|แบบ|โทน|ลิป|เฉด)*$"
)
_LOOKS_WISHED_AFTER = expression(
    "^(?:แบบ|สไตล์|เหมือน)(?:เกาหลี|ญี่ปุ่น|จีน|ฝรั่ง|ดารา|ไอดอล|แวมไพ)|^(?:เข้ม|อ่อน)?สัก(?:ปาก|คิ้ว)"
)
_LEAVE_BEFORE = expression(r"(?:ขอลา|ลาป่วย|ลางาน|ลากิจ|หยุดงาน)[^\n!?]{0,20}$")
_LEAVE_AFTER = expression(r"^[^\n!?]{0,20}(?:ขอลา|ลาป่วย|ลางาน|ขอหยุดงาน)")
_OLD_BEFORE = expression(r"(?:แผลเป็นเก่า|แผลเป็นจาก|แผลเก่า|หลุมสิว|รอยเก่า)[^\n,.!?]{0,12}$")
_OLD_AFTER = expression(
    r"^[^\n!?]{0,12}(?:สมัย(?:เด็ก|เรียน|มัธยม|วัยรุ่น|สาว|ประถม)|ตอนเด็ก|ตอนวัยรุ่น|(?:\d{1,2}|สอง|สาม|สี่|ห้า|สิบ|หลาย)(?:กว่า)?ปี(?:ก่อน|ที่แล้ว|มาแล้ว))"
)
_EVERYDAY_AFTER = expression(
    r"^.{0,4}(?:เพราะ|จาก|เนื่องจาก)(?:ว่า)?[^\n,.!?]{0,8}(?:หิว|กินเค็ม|มาม่า|บุฟเฟ่|ร้องไห้|นอนน้อย|นอนดึก|อดนอน|แอร์|คอนเสิร์ต|ร้องเพลง|ตะโกน|คาราโอเกะ|ออกกำลัง|วิ่ง|กาแฟ|ตื่นเต้น|เมา|ยุงกัด|(?:ตาก)?แดด|อากาศ|เจอโปร)"
)
_EVERYDAY_BEFORE = expression(
    r"(?:รอ|คิว|ต่อแถว|เดิน|วิ่ง|นั่ง|หิว|ร้องไห้|ตะโกน|แอร์(?:หนาว|เย็น)?)(?:นาน|มาก|จัด)*(?:จน|แทบ)(?:จะ)?$|แอร์[^\n,.!?]{0,8}$|เมาค้าง[^\n,.!?]{0,4}$|วิ่งมา$"
)

_DONE = expression(
    "หลัง(?:จาก)?(?:ฉีด|ทำ|ยิง|เลเซอร์|ร้อย|เติม|ดริป|กิน|ทา|โบ|ฟิล)|(?:ฉีด|ทำ|ยิง|ร้อย|เติม)(?:มา|ไป|เสร็จ|แล้ว)|ยาชา"
    "|ที่(?:ฉีด|ทำ|ร้อย|ยิง|เติม|เลเซอร์)|แผล(?!เป็น|เก่า)|จาก(?:ฟิล|โบ|ไหม|ร้อย|เลเซอร์|เมโส)|ฟิลเลอร์|เมโส"
)
_AHEAD = expression(
    "ยังไม่(?:ได้|เคย|กล้า|คิดจะ)(?:จะ)?(?:ทำ(?!อะไร|ไร|ตาม)|ฉีด|จอง|ยิง|ร้อย)|(?:อยากรู้|ถาม|ข้อมูล)[^\n]{0,6}ก่อน(?:ทำ|ฉีด|จอง|ตัดสินใจ)"
    "|ก่อน(?:จอง|ตัดสินใจ)|หาข้อมูล|ศึกษาข้อมูล|ถามไว้|ถามเผื่อ|ก่อนทำอยากรู้"
)
_ASKED = expression("ไหม|มั้ย|หรือเปล่า|รึเปล่า|ป่าว|ป่ะ|ยังไง|จริง|บ้าง|กี่")
_NOW = expression("ตอนนี้|เมื่อวาน|เมื่อเช้า|เมื่อคืน|เมื่อกี้|ตั้งแต่|อยู่เลย|วันนี้|เริ่ม|ฉีดมา|ทำมา|ฉีดไป|ทำไป|หลังฉีด|หลังทำ")

_LOOKS = frozenset({"occlusion", "pigment_change"})
_BODY = frozenset({"infection"})
DESPAIR = frozenset({"distress", "legal_threat"})
"""Who says she wants to die, or to go to law, is taken at her word, but for a sigh about homework with a laugh behind it."""
_HARMLESS_BEFORE = (_FEARED_BEFORE, _PET_BEFORE)
_HARMLESS_AFTER = (_OVER_AFTER, _INBORN_AFTER, _RUMOUR_AFTER)
_HARMLESS_AROUND = (
    (_CHILD_BEFORE, _CANNOT_COME_AFTER),
    (_IF_BEFORE, _ASKED_AHEAD_AFTER),
    (_ONCE_BEFORE, _LONG_AGO_AFTER),
    (_ANYBODY_BEFORE, _QUESTION_AFTER),
)
_OF_NO_TREATMENT_BEFORE = (_IN_FUN_BEFORE, _EVERYDAY_BEFORE, _OLD_BEFORE)
_OF_NO_TREATMENT_AFTER = (_IN_FUN_AFTER, _EVERYDAY_AFTER, _OLD_AFTER)
"""These excuse nothing in a message that tells of a treatment: what follows one is never a joke to us."""
_OF_A_GROUP = (
    (_LOOKS, (_LOOKS_WISHED_BEFORE,), (_LOOKS_WISHED_AFTER,)),
    (_BODY, (_LEAVE_BEFORE,), (_LEAVE_AFTER,)),
)


def is_harmless(before: str, hit: str, after: str, written: str, *, group: str) -> bool:
    """This function will tell whether the words around a phrase take it out of the here and now of the writer.

    Args:
        before: The letters just before the phrase.
        hit: The letters of the phrase.
        after: The letters just after it.
        written: The whole line.
        group: The group of the phrase: wishes excuse colours, leave for a cold excuses a fever.
    """
    if any(words.search(before) for words in _HARMLESS_BEFORE) or any(
        words.search(after) for words in _HARMLESS_AFTER
    ):
        return True
    if any(first.search(before) and then.search(after) for first, then in _HARMLESS_AROUND):
        return True
    if _AHEAD.search(written) and _ASKED.search(written) and not _NOW.search(written):
        return True
    if group in DESPAIR:
        worn_out = is_worn_out(before, hit, after) and not _DONE.search(written)
        return worn_out or bool(_LAUGHED_ABOUT_AFTER.search(after))
    return not _DONE.search(written) and (_is_everyday(before, after, group) or is_jest(before, hit, after))


def _is_everyday(before: str, after: str, group: str) -> bool:
    """This function will tell whether it is a joke, a wish, an old thing or what happens to anybody."""
    if any(words.search(before) for words in _OF_NO_TREATMENT_BEFORE):
        return True
    if any(words.search(after) for words in _OF_NO_TREATMENT_AFTER):
        return True
    return any(
        group in groups
        and (any(words.search(before) for words in ahead) or any(words.search(after) for words in behind))
        for groups, ahead, behind in _OF_A_GROUP
    )
