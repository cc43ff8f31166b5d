"""The words that tell what a day or time is of: a visit, one that stands already, what is over, or another thing.

Nearest word first; of words that are equally near, the earlier in a table's order. The roles are weighed in `nlu.roles`.
"""

import re

from nlu.numerals import ABOUT, loose

VISIT = re.compile(
    loose(
        r"ขอ(?!โทษ|บ|ง|ยกเลิก|แคนเซิล| ?cancel|ลา|ดู|ถาม|สอบถาม|เลท|งด)|จอง(?!ไว้|เอาไว้|¤+[^ ¤]{0,6}(?:โปร|ลด|ราคา))|(?<!มี)(?<!ที่)(?<!งด)(?<!วัน)นัด(?!ไว้|เดิม|ทันต|เพื่อน|แฟน|ลูกค้า|สัมภาษณ์|กับ(?!หมอ|คุณ|ทาง))|คิว(?!เดิม)|(?<!ไม่)ว่าง|(?<!ไม่)สะดวก|เอา(?!ใจ|ไว้|อยู่|ออก|รถ|ไปซ่อม)"
        r"|เลื่อน|ขยับ|ย้าย(?!บ้าน)|เปลี่ยน(?!ใจ)|ถอยไป|แทน|แก้เป็น|เจอกัน|เจอหมอ|แวะ|แวบ|โผล่|เข้าไป(?!ซื้อ)|เข้ามา|ดีกว่า|ดีไหม|ละกัน|แล้วกัน|ล่ะ(?:คะ|ครับ)|ลาป่วย|ลากิจ|ลางาน|ขอลา|ลา(?=¤)|แลกเวร|สลับ"
        r"|(?<!ลืม)(?<!ทัก)(?<!โทร)ไป(?=¤|ถึง|ทำ|ฉีด|ยิง|พบ|หาหมอ|ที่ร้าน|ที่คลินิก|ที่สาขา| ?$|ได้|เลย|ตอน|ช่วง|วัน|อีก|นะ|ค่ะ|คะ|ครับ|คับ|พร้อม|รับบริการ|ใหม่|ก่อน¤|หลัง¤|สัก|แน่)(?!ได้ไง)"
        r"|อยาก(?= ?[a-z])|ชวน|พาแม่|พาลูก|ครั้งต่อไป|ครั้งถัดไป|รอบหน้า|อยาก(?:ไป|ได้|ทำ|ฉีด|เข้า|มา|พบ|เจอ|ลอง|เลเซอร์|ร้อย|เปลี่ยน|เลื่อน)|จริงๆ ?(?:แล้ว ?)?คือ|หมายถึง|(?<=¤) ?(?:ก็)? ?ได้(?!ไป|ไม่|รับ|ยิน|ไหม|มั้ย|ไม๊|มัย|ป่|ปะ|รึ|หรือ)|คอนเฟิร์ม|ยืนยัน|ไหว(?:ไหม|มั้ย|ป่าว|ป่ะ)|โอเค(?:ไหม|มั้ย|ค่ะ|ครับ|เลย)"
        r"|เลิก(?:งาน|เรียน|ประชุม|เวร|กะ|คลาส|ตอน|¤)|ออกเวร|ลงเวร|พอ(?:มี|ได้)|ยังมี|มี(?=¤)|มีที่|มีรอบ|ลงให้|ลงชื่อ|ลงคิว|ลงวัน|ล็อค|ล็อก|กัน(?:ไว้)?ให้|รับ(?:นัด|คิว|walk|อยู่|ไหม|มั้ย)|(?<!ไม่)ทัน|ให้คุณ|เป็น(?=¤|ตอน|ช่วง)|เฮ็ด|ยะหน้า|ค่อย(?:ไป|เข้า|มา|นัด|เจอ)"
    )
    + r"|\b(?:(?:top|touch)[- ]?up|re-?fill|book(?!ed)\w*|reserv\w+|slots?|availab\w+|free|openings?|chance|spots?|schedule|see (?:you|the|someone|me)|come|coming|fit me|squeeze|put me|pencil|make it|do|moved?|moving"
    r"|re-?schedul\w+|chang(?:e|ing)|switch|swap|push|shift|postpone|works?(?= for| best|[.?!,]|$| fine| great)|suits?|prefer\w*|possible|please|pls|plz|like|want|how about|what about|instead|actually|i mean|meant|will be|i'll be|anything|walk[- ]?in"
    r"|drop by|pop in|stop by|better|perfect|best|anytime|any ?time|any (?:day|evening|morning)|sounds? good|fine|ok|okay|okie|good(?! morning| afternoon| evening)|great|let'?s|ready|confirm|hold|be there|arrive at the clinic|go(?= on| at)|in for|appt for|visit|lock|keep)\b"
)
"""Who says so wants a day or time, asks for it, offers it, or moves to it."""

MAY = re.compile(
    loose(
        r"ได้(?=วันเดียว|เฉพาะ)|ได้(?:ไหม|มั้ย|ไม๊|มัย|ม่าย|มะ|ป่|ปะ|ป้|รึ|หรือ|บ่|ก่อ|เลย|หมด|ค่ะ|คะ|ครับ|คับ|นะ|ตลอด|แค่|ยัง|อยู่|ทุก|เฉพาะ|ตั้งแต่|ถึง|ตอน|ช่วง|¤| |$)|ก็ได้|มา(?=¤|ได้|ตอน|ช่วง|ทำ|ฉีด)|ไป(?!ทะเล|เที่ยว|เมื่อ|แล้ว)|ทำ(?!งาน|ไม|ให้)|ฉีด|เลเซอร์|โบ|ฟิลเลอร์|หมอ|ทรีต|คลินิก|เหลือ|เต็ม|มีคน|หน่อย|นะ$|วันนัด"
    )
    + r"|\b(?:can|could|would|may|shall|botox|filler|laser|facial|hifu|dr|doctor|treatment|consult\w*)\b"
)
"""Who says so may speak of a visit: where nothing else in the clause tells of another thing, she does."""

OTHER = re.compile(
    loose(
        r"ขอ(?:คิด|ปรึกษา|ถาม(?:แฟน|แม่|ที่บ้าน|สามี|เพื่อน)|ดูตาราง|เช็[คก]ตาราง|ไปคิด)|(?:ยัง)?มีโปร|(?:เพิ่ง|พึ่ง)(?:เห็น|รู้)(?=¤)|กลับ(?:ไทย|บ้าน|ถึง|กรุงเทพ|กทม)? ?(?=¤)"
        r"|(?:(?:เดี๋ยว|แล้ว|จะ)[^ ¤]{0,6}(?:ตอบ|บอก|แจ้ง|คอนเฟิร์ม)|ให้คำตอบ|บอก(?=(?:อีกที|ค่ะ|คะ|ครับ|นะ)))"
        r"|โอน|สลิป|มัดจำ|(?<!ไป)(?<!แวะ)จ่าย|ชำระ|ผ่อน|(?<!คอร์ส)งวด|เงินเดือน|เงิน(?:จะ)?ออก|โบนัส|บัตรเครดิต|ตัดรอบ|payday"
        r"|แคมเปญ|หมดอายุ|หมดเขต|คูปอง|วอยเชอร์|บัตรของขวัญ|ใช้ได้ถึง|ราคา(?:นี้)?(?:ถึง|หมด|ขึ้น)|คอร์ส(?:จะ)?หมด"
        r"|(?:ประชุม|(?<!เลิก)(?<!เสร็จ)(?<!ที่)ทำงาน|(?<!เลิก)(?<!หลัง)เรียน|สอบ(?!ถาม)|(?<!เลิก)กะ(?:เช้า|บ่าย|ดึก))(?! ?(?:จน|ถึง|เสร็จ|เลิก|แค่))|เข้า(?:งาน|เวร|กะ|เรียน|สอบ|ออฟฟิศ)|(?<!ออก)(?<!ลง)(?<!เลิก)เวร|โอที|ติด(?!ต่อ|ตาม|ใจ|เชื้อ|เทรน|แถว)|ธุระ|ไม่ว่าง|ไม่สะดวก"
        r"|บิน|ขึ้นเครื่อง|เครื่อง(?:ลง|ออก)|เดินทาง|เที่ยว(?!ยว)|ทริป|ทะเล|ต่างจังหวัด|ต่างประเทศ|ตปท|check-?in|เช็คอิน|โรงแรม|ญี่ปุ่น|เกาหลี|โซล|กลับ(?:ไทย|บ้าน|มา|ถึง|จาก|ต่าง|กรุงเทพ|กทม|เชียงใหม่)|ขึ้นเหนือ|ลงใต้|เที่ยวบิน|ดำน้ำ|วิ่ง|มาราธอน|ว่ายน้ำ|ออกกำลัง|ฟิตเนส|โยคะ"
        r"|แต่งงาน|งาน(?=¤|วัน|แต่ง|เลี้ยง|บวช|หมั้น|ศพ|รับ|บุญ|วัด|พรอม|คืนสู่เหย้า|เพื่อน)|งานด่วน|งานเข้า|มีงาน|พรีเวด|รับปริญญา|ซ้อมรับ|ออกงาน|ถ่าย(?:แบบ|รูป|พรี|งาน|โฆษณา)|สัมภาษณ์|ปาร์ตี้|วันเกิด|เกิด(?=¤|วัน)|คลอด|ประจำเดือน|เมนส์"
        r"|รับลูก|ส่งลูก|รับแฟน|รับแม่|ไปรับ(?!ครีม|ยา|ของ|บัตร|บริการ|สินค้า)|ไปส่ง|พาหมา|พาแมว|พา(?:แม่|พ่อ|ยาย|ลูก)ไปหา|ทันต|หมอฟัน|โรงพยาบาล|รพ\.?|ผ่าตัด|ซ่อมรถ|ช่างมา|ส่งของ|ขนของ|ย้ายบ้าน|ทำบุญ|ไหว้(?=พระ|เจ้า|ศาล|ครู)|เข้าวัด|ดูหนัง|กินข้าว|กินยา|ทานยา|ทายา|กินเลี้ยง|กินเหล้า|ดื่ม"
        r"|ตื่น|เข้านอน|(?<!แน่)(?<!แน)นอน|อาบน้ำ|สระผม|ล้างหน้า|แต่งหน้า|ออกแดด|โดนแดด|ลอยกระทงที่|ปกติ(?=จะ|ไป|ว่าง|เลิก)|เป็นประจำ|(?<!ได้)(?<!ว่าง)(?<!สะดวก)ทุก(?:วัน|อาทิตย์|เดือน|ปี|เช้า|เย็น|คืน)|เท่าไหร่แล้ว|ทัก|ตอบ(?!แชท)|อีกทีนะ|(?:คอนเฟิร์ม|ยืนยัน|บอก|แจ้ง|คุย|ว่ากัน)(?:กัน)?(?:อีกที|อีกครั้ง|ใหม่)|ผล[^ ¤]{0,10}ออก|แจ้ง(?=วัน|อีก|ใหม่|กลับ)|โทรไป|ไว้วันหลัง|ไว้โอกาส|เก็บร้าน|ขายของ|เข้าแถว|เจอลูกค้า|เบิร์ดเดย์|หายทัน|ยุบทัน|เห็นผลทัน|สัมมนา|เฝ้าไข้|กายภาพ|ไม่(?:อยาก|ต้อง|ได้|เคย)?(?:จะ)?(?:จอง|นัด|ขอ|อยากไป|อยากมา|อยากได้|ไปทำ|บอก)(?!ว่าจะ)|ไม่(?:อยาก|ต้อง)(?:ไป|มา|ได้|เป็น|ทำ)|มาส์ก|ทาครีม|ทาเซรั่ม|ย้อมผม|ทำผม|ทำสีผม|ทำเล็บ|ซาวน่า|สนามบิน|ขับรถ|เข้าค่าย|รายงานตัว|ปฐมนิเทศ|เปิดเทอม|ปิดเทอม|พรีเซนต์|นำเสนอ|ไฟนอล|มิดเทอม|แข่ง|ขึ้นศาล|วีซ่า|ลงทะเบียนเรียน|โรงเรียน|ตรวจเลือด|ตรวจสุขภาพ|จัดฟัน|ถอนฟัน|ทำฟัน|ขูดหินปูน|พร้อมเพย์|รูดบัตร|คืนเงิน|ตั๋ว|ธนาคาร|ไปรษณีย์|พัสดุ|ขนส่ง|งานศพ|ครบรอบ|ยาแก้อักเสบ|ยาปฏิชีวนะ|ลูกค้าถึง|ออกไปเจอ|ต้อง(?!หลัง|ก่อน|เป็น|ไป(?:¤|วัน|กี่|ถึง|ตอน|ที่)|มา|เข้า|จอง|นัด|ทำ|ฉีด|พัก|เตรียม|งด|ใช้|รอ)|เต็ม(?=เหรอ|หรอ|แล้ว|อ่อ|อ๋อ)"
        r"|ร้าน(?:อื่น|เสริมสวย|ผม|เล็บ)|ที่อื่น|วัคซีน|เจาะเลือด|ประกาศผล|ผลออก|ส่งงาน|เดดไลน์|คอนเสิร์ต|วันพระ|(?<!วัน)วันหยุดชดเชย|ฝึกงาน|ออกบูธ|จัดงาน|ออกตรวจ|(?:ร้าน|คลินิก|หมอ) ?(?:ปิด|หยุด)(?=¤)|เปิด(?=¤+(?!¤| ?(?:นี้|หน้า)? ?(?:ด้วย)?(?:ไหม|มั้ย|ไม๊|มัย|ป่|ปะ|รึ|หรือ|ใช่|บ[่]|ก[่]|ปกติ|กี่|ถึง|ยัง)))|เปิดถึง|ปิดถึง|หยุดถึง|หยุดวันไหน|หยุดกี่วัน|(?<!ตอน)(?<=[^ก-๛])ปิด(?=¤)"
    )
    + r"|\b(?:let me (?:think|ask|check|talk)|(?:will|i'll|ill|gonna) (?:tell|let you know|get back|reply|answer|message)|pay|paid|paying|payment|transfer\w*|deposit\w*|slip|instal\w+|payday|salary|bonus|expire\w*|expiry|vouchers?|coupons?"
    r"|meetings?|working|i work|shift|classes|class|exams?|finals|flights?|fly|flying|plane|lands?|trip|travel\w*|vacation|away|out of town|back (?:in|from|to)|wedding|married|party|birthday|bday|graduat\w+|interview|concert|photo ?shoot|prom|dentist|(?:don'?t|do not|didn'?t|never) (?:want|book|need|like|prefer|come|put|move|schedule)(?: me| it)?|no(?= ¤)|(?:is|'s|would be|will be) too (?:late|early|soon|far)|promptpay|refund\w*|visa|court|presentation|conference|reunion|match|marathon|funeral|anniversary|antibiotics?|vaccin\w+|blood test|rehearsal|delivery|parcel|movie|tickets?|restaurant|dinner|brunch|airport|sauna|massage|sunbathe\w*|work ?out|exercise|alcohol|mask|table|landing|depart\w*|hospital|surgery|church|gym|yoga|school|kids?|pick up|drop off|deadline|due|period"
    r"|closed? (?:on|at|until|till)|open (?:until|till)|can'?t|cannot|won'?t|not free|busy|usually|normally|every|wash|shower|sleep|drink|swim\w*|run|diving|makeup|foundation)\b"
)
"""What these tell of is no visit: money, offers, work and school, journeys, events, duties, habits, the body."""

ASIDE = re.compile(
    loose(
        r"(?<=¤)ยัง(?:ตึง|บวม|เจ็บ|ปวด|แดง|ช้ำ|คัน|ชา|แสบ|เขียว|ม่วง|เป็น|รู้สึก|ไม่(?:หาย|ยุบ|ดี))|โปร(?!แกรม)|ส่วนลด|ลด(?= ?\d|ราคา|ถึง)|แต้ม|คะแนน|ของรางวัล|บวม|คัน|ปวด|แสบ|ลอก|แดง|ไม่สบาย|เป็นไข้|เป็นหวัด|ฝนตก|รถติด|พายุ|รบกวนแค่|พอแค่"
    )
    + r"|\b(?:promo\w*|deals?|sale|points|credits|swell\w*|swollen|pain\w*|itch\w*|bruis\w+|sick|rain\w*|traffic|bye|done for)\b"
)
"""Of another thing too, unless a word of wishing stands in the clause."""

OPEN = re.compile(
    loose(r"เปิด|ปิด|หยุด(?!ชดเชย|วันไหน|กี่วัน|ถึง)|พักเที่ยง|พักกลางวัน|ทำการ|วันหยุด")
    + r"|\b(?:open|opens|close|closes|closed|closing|shut|hours)\b"
)
"""Who asks whether the house is open wants no visit yet."""

OLD = re.compile(
    loose(
        r"ไม่มีกำหนด|(?:เลื่อน|ย้าย)(?:นัด|คิว|รอบ)(?:ของ)?(?=¤+ ?(?:(?:ออก)?ไป(?:แบบ|ก่อน(?!¤))|ออก))|(?<!คน)(?<!ใคร)(?:ยกเลิก|แคนเซิล|แคนเซล)|ตอนแรก(?:ว่า|กะ|นึก|คิด)|ว่าจะไป(?=¤.{0,6}แต่)|ไป(?:ไม่|บ[่])(?:ได้|ทัน|ไหว)|(?:ไม่|บ[่])(?:ได้)?(?:ไป|เข้าไป)(?!ไหน|ทำงาน|เรียน|โรงเรียน|เที่ยว|ทะเล)|งดนัด|ของด|สละคิว|เอาออก|ไม่เข้า(?:ไป)?แล้ว|ออกไปก่อน"
    )
    + r"|(?<!any )\bcancel\w*|\bwas (?:going|planning|supposed) to|remove me|take me off|scrap|scratch(?! that)|not coming|can'?t (?:make|come)|won'?t (?:be able|make|need|come)"
)
"""Who says so calls a visit off: its day is no new wish."""

STANDS = re.compile(
    loose(
        r"นัดไว้|(?:จอง|นัด|ลง)(?:คิว)?(?=¤+ ?(?:เอา)?ไว้)|นัดเดิม|จองไว้|ลงไว้|คิวเดิม|ที่(?:นัด|จอง)|มีนัด|จองเอาไว้|นัดหมอไว้"
    )
    + r"|\b(?:booked (?:for|at|in|on)|i(?:'m| am) booked|my (?:appointment|appt|booking|slot)|mine|late for my|it'?s (?:at|on)(?= ¤+ (?:now|right now|currently)))\b"
)
"""The day or time of a visit that stands already."""

AWAY = re.compile(
    loose("เลท|ไปสาย|มาสาย|เปลี่ยนวัน|เลื่อนวัน|ออกไม่ได้|ไปไม่ได้|มาไม่ได้|ออกไปก่อน")
    + r"|\b(?:running late|be late|late for|min(?:ute)?s? late|another day|some other day)\b"
)
"""Who says so will not be there then, or not yet: the day or time that stands is no wish."""

AFTER_THAT = re.compile(loose("หลังจากนั้น|หลัง(?=สอบ(?:เลย|เสร็จ|ค่ะ|ครับ|นะ| |$))") + r"|\bafter (?:that|then)\b")
SUITS_AFTER_THAT = re.compile(
    loose("(?<!หรือ)(?<!หรือ )หลังจากนั้น(?!.{0,8}ไม่).{0,14}(?:ได้|ว่าง|สะดวก)")
    + r"|(?<!or )\bafter (?:that|then)\b(?!.{0,8}not).{0,16}\b(?:any|free|ok|fine|works|can)\b"
)
"""Days after that one suit: whatever that day itself is of, it is not the one of the visit."""
BEFORE_THAT = re.compile(
    loose(r"ก่อน(?:ไป|บิน|เดินทาง|วันงาน|งาน|หน้านั้น(?! ?(?:สัก|ซัก|\d|หนึ่ง|สอง|อาทิตย์|เดือน))|นั้น|วันนั้น|กลับ)(?! ?กี่|ไป)")
    + r"|\bbefore (?:that|then|my flight|i (?:go|fly|leave))\b"
)
THAT_DAY = re.compile(
    loose("(?:จอง|ขอ|เอา|นัด|ไป|ลง)(?:เป็น)?วันนั้น") + r"|\b(?:book|come|on) (?:on )?that day\b"
)
"""A visit after, before or on the day of another thing."""

DONE = re.compile(
    loose(
        r"(?:ตั้งแต่|หลัง(?:จาก)?)(?:ทำ|ฉีด|ยิง|เลเซอร์)(?=¤)|(?:รอบ|ครั้ง|เข็ม|คอร์ส)แรก(?:ทำ|ฉีด|ยิง|ไป|มา|เมื่อ)|(?:เพิ่ง|พึ่ง|เคย)(?!จะ|รู้|นึก|ได้เงิน|เลิก|ว่าง|กลับ|เห็น|ตื่น)|(?<!อยาก)(?<!จะ)(?<!ขอ)(?:ทำ|ฉีด|ยิง|กด|ร้อย|เติม|เลเซอร์|โบ|ฟิลเลอร์|สัก|ผ่า|พีล|ลอก|โอน|ซื้อ)(?:[^ ¤]{0,12}| ?[a-z ]{2,14}) ?(?:ไป|มา)(?=(?:แล้ว|เมื่อ|ตอน|ตั้งแต่|วัน|ที่)*¤)|เมื่อ(?:ตอน|วัน)?(?=¤)|เมื่อกี้|ส่ง(?:มา|ไป)(?=¤)|บอกไว้(?=¤)|ซื้อ[^¤]{0,24}ไว้(?:ตั้งแต่|เมื่อ|ตอน)?(?=¤)|ใบเสร็จ|ใบกำกับ|เมื่อคืน|เมื่อวาน|ครั้ง(?:ก่อน|ที่แล้ว|ล่าสุด)|มาตั้งแต่|ตั้งแต่(?=¤.{0,20}(?:ยัง|จนถึงตอนนี้))|ที่ผ่านมา|(?<=¤)มา(?:แล้ว)?(?= |$)"
    )
    + r"|\b(?:i (?:did|had|got|came|went|saw|took|started|stopped|bought|transferred|was|did my|paid|sent)|had (?:my|a|the|some)|got (?:my|a|the|some)|was done|were done|done on|did (?:my|a|the)|since|have had|last (?:session|visit|treatment|appointment|time)|still (?:swollen|red|sore|bruised|numb)|receipt|invoice|injected on)\b"
)
"""What is told of as done."""

HARD = re.compile(
    loose(
        r"\n+|[?!;]+|(?<=\D)[.,](?= )|,(?=[^\d])|(?:ค่ะ|คะ|ครับ|คับ|ค่า|จ้า|จ้ะ|นะคะ|เจ้า|เด้อ|ไหม|มั้ย)(?= |$)|(?:(?<!ตั้ง)(?<!ตั่ง)(?<!ตัง)แต่(?!ง|ละ|แรก)|เพราะ|เนื่องจาก|เผื่อ|พอดี(?= ?(?:มี|ติด|ต้อง|จะ|ช่วง)))"
    )
    + r"|\s(?:and then|but|because|cuz|since|so(?! much| many)|when|while|as)\s|\s[-–—]\s"
)
"""Where a clause ends for certain. A connective begins the next one."""

CONNECTIVE = re.compile("แต|เพราะ|เนื่อง|เผื่อ|พอดี")
"""These begin the next clause; everything else ends one."""

SOFT = re.compile("(?<=[\u0e01-\u0e5b¤]) +(?=[\u0e01-\u0e5b])|(?<=[\u0e01-\u0e5b]) +(?=[\u0e01-\u0e5b¤])")
"""A blank between Thai words may part two thoughts, or not."""

_FILLING = (
    "ค่ะ|คะ|ค่า|ครับผม|ครับ|คับ|ค้าบ|ฮะ|จ้า|จ้ะ|จ๊ะ|เจ้า|นะ|น่ะ|เน้อ|เด้อ|เนาะ|เนอะ|น้า|เลย|ล่ะ|ละ|อะ|อ่ะ|อ่า|ๆ|สวัสดี|หวัดดี|ดี|โอเค|ตกลง|ได้|งั้น|ถ้างั้น|น่าจะ|คง|อาจจะ|ว่า|มั้ง|แล้ว"
    "|วันที่|วัน|ตอน|เวลา|ช่วง|รอบ|ที่|ของ|คือ|ใช่|ไม่ใช่|เป็น|เอ๊ย|เอ้ย|ขอโทษ|โทษที|พิมพ์ผิด|จริงๆ|หรือ|กับ|และ|ก็|หมด|แอดมิน|แอด|พี่|หนู|เรา|ผม|ป้า|แม่|คน|ท่าน|ทั้ง|ก่อน|หลัง|ถึง|ตั้งแต่"
    "|ไม่เกิน|เป็นต้นไป|ไปแล้ว|หน่อย|ตรง|พอดี|แค่|เท่านั้น|หน้า|นี้|สาขา|สยาม|อารีย์|เดียวกัน|เดิม|ถัดไป|โน้น|นู้น|แน่นอน|ด้วย|ไม่ก็|เช้า|บ่าย|เย็น|คืน|ค่ำ|สาย|กลาง|ต้น|ปลาย|แก่"
)
FILLING = re.compile(
    f"{ABOUT}|"
    + "|".join(loose(word) for word in sorted(_FILLING.split("|"), key=len, reverse=True))
    + r"|\b(?:ish|hi|hello|hey|dear|ka|kha|krub|krab|kub|na|on|at|the|in|of|for|to|maybe|sometime|or|and|is|it|it's|yes|yeah|sure|then|no|not|sorry|actually|i|mean|wait|oh|between|by|before|after|from|until|only|just|thanks?|thank you|same|later|than|latest|b4|onwards?|day|time|pm|am|people|th|st|nd|rd|a|sharp|exactly|this|next|early|late|end|beginning|morning|afternoon|evening)\b"
    + r"|[\W\d_]"
)
"""Words that tell nothing of what a day is of: a clause of nothing else is an answer."""
