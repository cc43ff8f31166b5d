"""What points at somebody by its form: numbers, addresses of both kinds, dates of birth."""

import re

from nlu.phones import HIDDEN

PLACES: tuple[str, ...] = ("link", "email", "line", "phone", "number", "date", "address", "name")
"""What may stand where something was: `<phone>` and so on."""

_THAI_MONTH = (
    r"(?:ม\.?ค\.?|ก\.?พ\.?|มี\.?ค\.?|เม\.?ย\.?|พ\.?ค\.?|มิ\.?ย\.?|ก\.?ค\.?|ส\.?ค\.?|ก\.?ย\.?|ต\.?ค\.?|พ\.?ย\.?|ธ\.?ค\.?"
    r"|(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)(?:คม|พันธ์|ยน)?)"
)
_MONTH = rf"(?:{_THAI_MONTH}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?)"
_YEAR = r"(?:พ\.?ศ\.?|ค\.?ศ\.?|ปี)? ?(?:\d{4}|'?\d{2}(?!\d))"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WORD = r"[^\s,]+(?: \d{1,4}(?![\d/.:,]| ?(?:โมง|ทุ่ม|บาท|คน|วัน)))?"
# "Which street is it in?" asks for ours and gives away nobody's.
_NOT_ASKED = r"(?!ไหน|อะไร|ไร|ใด|นี้|นั้น|เดียว|ใกล้|หน้า|เดิม|ยังไง|ของ|ที่|ห้าม|แล้ว|เลย)"
_DIGIT = (
    r"(?:(?:ศูน(?:ย์|ย)?|หนึ่ง|นึง|สอง|โท|สาม|สี่|สี|ห้า|หก|เจ็ด|เจด|แปด|เก้า|เกา"
    r"|(?<![a-z])(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double)(?![a-z])) ?[-,]? ?)"
)
_SPOKEN_FROM = 6
"""So many digits said as words in a row are a number of somebody; "four or five days" and prices have fewer."""

# A word that says whose number follows: it stays, the number goes.
_NUMBER_OF = (
    r"(?P<keep>(?:(?<!บ้าน)(?<!ห้อง)(?:รหัส(?:ลูกค้า|สมาชิก|จอง)?|คำสั่งซื้อ|เลขที่|เลข(?:ที่)?(?:ออเดอร์|จอง|นัด|สมาชิก|พัสดุ|อ้างอิง|บัตร|บัญชี|ใบเสร็จ|สลิป|คิว|ผู้ป่วย|คนไข้|เวชระเบียน|ประจำตัว)|ออเดอร์|ออร์เดอร์|พัสดุ|พาสปอร์ต|หนังสือเดินทาง|ใบเสร็จ)"
    r"|\bh\.?n\.?(?![a-z])|\b(?:order|ref|reference|tracking|invoice|receipt|member(?:ship)?|customer|patient|passport|account)(?:[. ]*(?:no|number|id|code|ref)\b)?|\bbooking[. ]*(?:no|number|id|code|ref)\b)"
    r"[ .:#=]*(?:ของ(?:หนู|ผม|ฉัน|พี่|เรา|ลูกค้า)|คือ|is|=)?[ .:#]*)(?=[a-z0-9/-]{0,30}\d)[a-z0-9][a-z0-9/-]{0,30}(?<=[a-z0-9/-]{3})"
)
_ROADS = "สุขุมวิท|พหลโยธิน|ลาดพร้าว|รามคำแหง|เพชรเกษม|รามอินทรา|วิภาวดี|สาทร|เอกมัย|อ่อนนุช|จรัญสนิทวงศ์|แจ้งวัฒนะ|งามวงศ์วาน|นวมินทร์|พัฒนาการ|ประชาอุทิศ|เจริญกรุง"
"""Long roads of Bangkok, whose side streets people name by a number alone."""
_NO_PLATE = "คน|ชม|บท|รส|ยก|วน|กก|ซม|มก|มล|ซซ|นท|ขน|อก|ปม|จด"

# In this order: what holds dots and digits of its own comes before plain numbers.
RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (place, re.compile(pattern))
    for place, pattern in (
        ("email", r"[a-z0-9._%+-]{1,64} ?@ ?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"),
        (
            "email",
            r"[a-z0-9._%+-]{2,64} ?(?:@|\bat\b|แอท|แอด) ?(?:gmail|hotmail|yahoo|outlook|icloud)(?: ?(?:dot|\.|จุด) ?com)?",
        ),
        # Of "www" tidying leaves one letter.
        (
            "link",
            r"(?:https?://|\bw+\.)\S+|\b[a-z0-9-]{1,63}\.(?:com|net|org|me|io|page|link|app|shop|co\.th|in\.th|th)\b\S*|\b[a-z0-9-]{1,63}\.[a-z]{2,3}/\S+",
        ),
        ("line", r"\bu[0-9a-f]{32}\b"),
        (
            "line",
            r"(?:ไอ ?ดี ?ไลน์|ไลน์ ?ไอ ?ดี|ไลน์|ไลน|ไอดี|line ?id|id ?line|line|\big\b|\bfb\b|ไอจี|เฟส|facebook|instagram) ?(?:คือ|:|=|is) ?@?[a-z0-9._-]{3,}",
        ),
        ("line", r"(?:ไอ ?ดี ?ไลน์|ไลน์ ?ไอ ?ดี|ไอดี|line ?id|id ?line) ?@?[a-z0-9._-]{3,}"),
        (
            "line",
            r"(?P<keep>(?:ไลน์|ไลน|ไอจี|เฟส|แอดมาที่|แอดที่|ทักมาที่|ติ๊กตอก|ทวิต) ?)(?!(?:id|oa|ok|official|pay|man|please|ka|kha|krub|app)\b)[a-z][a-z0-9._-]{2,}",
        ),
        (
            "line",
            r"(?P<keep>\b(?:line|ig|fb|tiktok|twitter|instagram|facebook) )(?=[a-z._-]{0,20}[0-9._-][a-z0-9])[a-z0-9._-]{3,}",
        ),
        ("line", r"(?<![a-z0-9._-])[a-z][a-z0-9.-]{1,20}_[a-z0-9._-]{1,20}"),
        ("line", r"(?<![a-z0-9])@[a-z0-9._-]{2,}"),
        ("number", r"(?<!\d)\d[ -]\d{4}[ -]\d{5}[ -]\d{2}[ -]\d(?!\d)"),
        # Before the dates: of "08.12.34.56.78" they would leave the end.
        ("phone", HIDDEN),
        (
            "date",
            (
                rf"{_DAY} ?(?:[/.-]|of )? ?{_MONTH} ?[/.,-]? ?{_YEAR}|{_MONTH} ?{_DAY},? ?\d{{4}}"
                r"|(?<![\d-])\d{1,2} ?([/.-]) ?\d{1,2} ?\1 ?(?:\d{4}|\d{2})(?![\d-])|\d{4}-\d{1,2}-\d{1,2}"
            ),
        ),
        (
            "date",
            (
                rf"(?:วันเกิด|เกิด|born|birthday|dob)[^\d<]{{0,16}}(?:{_DAY} ?{_MONTH}|{_DAY} ?[/.-] ?\d{{1,2}}|\d{{4}})"
                rf"|(?:born|birthday|dob)[^\d<]{{0,10}}{_MONTH} ?{_DAY}"
            ),
        ),
        ("phone", rf"{_DIGIT}{{{_SPOKEN_FROM},}}"),
        ("number", r"(?<!\d)(?!5+(?!\d))(?:\d{6,}|\d(?:[ -]?\d){8,})(?!\d)"),
        ("number", _NUMBER_OF),
        (
            "number",
            r"(?<![a-z0-9])(?=[a-z0-9-]{0,9}[a-z])(?:[a-z0-9]{1,4}-)?[a-z]{1,4}-?\d{4,}[a-z]{0,3}(?![a-z0-9])",
        ),
        (
            "number",
            r"(?<![a-z0-9])(?!\d+(?:baht|bath|thb|b|shots?|units?|cc|ml|mg|u|k|am|pm)(?![a-z0-9]))(?=(?:[a-z-]{0,6}\d){4})(?=[0-9-]{0,9}[a-z])[a-z0-9-]{6,30}",
        ),
        ("number", r"(?P<keep>ทะเบียน(?:รถ)? ?(?:คือ|:)? ?)\d{0,2} ?[ก-ฮ]{1,3} ?-?\d{1,4}(?!\d)"),
        ("number", rf"(?<![\dก-๎])\d(?!{_NO_PLATE})[ก-ฮ]{{2}} ?\d{{3,4}}(?!\d)"),
        ("number", r"(?P<keep>\bplates?(?: number| no\.?)?(?: is|:)? ?)[a-z0-9]{1,4}[ -]?\d{1,4}(?!\d)"),
        ("address", r"(?P<keep>\b(?:my |home )?address(?: is|:) ?)[^?!<]{3,80}"),
        (
            "address",
            (
                rf"(?:บ้านเลขที่|เลขที่บ้าน|ห้องเลขที่|เลขที่) ?\d\S*|ห้อง ?\d{{2,5}}(?!\d)"
                rf"|(?:\d{{1,4}}(?:/\d{{1,4}})? ?)?(?<!ต่าง)(?<!หมด)(?<!ปาก)(?<!ทั้ง)(?<!ท่วม)(?:หมู่บ้าน|คอนโด|ตึก|อาคาร|หอพัก|แมนชั่น|ตำบล|แขวง|อำเภอ|เขต|จังหวัด|ถนน|ซอย) ?{_NOT_ASKED}(?=[^\s?]){_WORD}"
                rf"|(?:(?<=\s)|^)(?:\d{{1,4}}(?:/\d{{1,4}})? )?(?:ต|อ|จ|ถ|ซ|ม)\. ?{_NOT_ASKED}[^\s,?]{{2,}}(?: \d{{1,4}}(?!\d))?|หมู่(?:ที่)? ?\d+"
                rf"|(?<!สาขา)(?<!สาขา )(?:{_ROADS}) ?\d{{1,3}}(?:/\d+)?(?!\d| ?(?:โมง|ทุ่ม|บาท|คน|วัน|น\.))(?: ?แยก ?\d+)?"
                r"|(?:กทม\.?|กรุงเทพ[^\s\d]*|รหัสไปรษณีย์|ไปรษณีย์|bangkok|<address>) ?\d{5}(?!\d)"
                r"|\b\d+(?:/\d+)? (?:moo|soi|[a-z]+(?: \d+)? (?:road|rd|street|st))\b[^,?]{0,30}|\b(?:soi|moo) ?\d+\b"
            ),
        ),
    )
)
