"""Words of somebody who comes, only later than agreed; "late in the morning" is a time like any other."""

import re

_LATE = re.compile(
    r"(?:ไป|ถึง|มา|เข้า|จะ|ขอ|น่าจะ|คง|อาจ(?:จะ)?)(?:ไป|ถึง|มา|เข้า)?(?:ช้า|สาย(?!ๆ| ๆ|ตา|ด่วน|พนักงาน|ผู้|คน|หมอ)|เล[ทต])"
    r"(?= ?(?:หน่อย|นิด|แป๊บ|สัก|ซัก|ประมาณ|ราว|กว่า|นะ|ค่ะ|คะ|ครับ|คับ|อ่ะ|อะ|ได้|\d|ครึ่ง|ห้า|สิบ|ยี่|$))"
    r"|(?:ช้า|เล[ทต]) ?(?:ไป)?(?:ประมาณ|สัก|ซัก|ราวๆ?)? ?(?:\d{1,2}|ครึ่ง|ห้า|สิบ(?:ห้า)?|ยี่สิบ) ?(?:นาที|ชม|ชั่วโมง)"
    r"|\b(?:running|(?:be|arrive|arriving|coming)(?: there)?(?: about| around)?(?: a (?:bit|little)| slightly| \d{1,2} ?min(?:ute)?s?)?) late\b"
    r"|\b\d{1,2} ?min(?:ute)?s? late\b",
    re.IGNORECASE,
)


def says_late(text: str) -> bool:
    """This function will say whether somebody tells that she will be late."""
    return _LATE.search(text) is not None
