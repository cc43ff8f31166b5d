"""The engine of these tests: trained once for the whole run, with a few treatments and red flags of a clinic."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from nlu import Understander, Understanding, load_understander
from nlu.embedded import kept_model
from nlu.encoder import best_encoder
from nlu.entities import ClinicNames

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
"""Wednesday, 18 November 2026 (2569), nine in the morning in Bangkok."""

TRAINED = Path(__file__).parents[2] / "var" / "nlu"

BANGKOK = ZoneInfo("Asia/Bangkok")

TREATMENTS: Mapping[str, Sequence[str]] = {
    "botox_upper_face": ["โบท็อก", "โบท็อกซ์", "โบลดริ้วรอย", "โบหน้าผาก"],
    "botox_masseter": ["โบกราม", "โบท็อกกราม", "ลดกราม"],
    "ha_filler": ["ฟิลเลอร์", "ฟิลเล่อ", "เติมร่องแก้ม", "ฟิลเลอร์ใต้ตา"],
    "hifu": ["ไฮฟู", "HIFU", "อัลเทอร่า"],
    "rf_monopolar": ["RF", "เทอร์มาจ"],
    "pico": ["พิโค", "พิโคเลเซอร์", "Pico", "เลเซอร์หลุมสิว"],
    "fractional_laser": ["เลเซอร์หลุมสิว", "แฟรกเซล"],
    "thread_lift": ["ร้อยไหม", "ไหมก้างปลา"],
    "hydradermabrasion": ["ไฮดราเฟเชียล", "ทรีตเมนต์หน้าใส"],
}

NAMES = ClinicNames(
    TREATMENTS,
    branches={
        "siam": ["สยาม", "Siam"],
        "thonglor": ["ทองหล่อ", "Thonglor"],
        "chiang_mai": ["เชียงใหม่", "Chiang Mai"],
    },
    staff={"dr_nam": ["หมอน้ำ"], "dr_beam": ["หมอบีม", "Dr. Beam"], "may": ["เมย์"]},
    holidays={"makha_bucha": [date(2027, 2, 21)], "songkran": [date(2027, 4, day) for day in (13, 14, 15)]},
)

RED_FLAGS: Mapping[str, Sequence[str]] = {
    "vision": ["มองไม่เห็น", "ตามัว", "ตาพร่า", "เห็นภาพซ้อน", "ตามืด"],
    "stroke": ["แขนขาอ่อนแรง", "พูดไม่ชัด", "ปากเบี้ยว", "ปวดหัวรุนแรง", "เป็นลม"],
    "occlusion": ["ผิวซีด", "ขาวซีด", "ม่วงคล้ำ", "ลายตาข่าย", "ปวดมากขึ้นเรื่อยๆ"],
    "anaphylaxis": ["หายใจไม่ออก", "หายใจลำบาก", "แน่นหน้าอก", "คอบวม", "ลมพิษ"],
    "toxin_spread": ["กลืนไม่ลง", "กลืนลำบาก"],
    "eyelid_droop": ["หนังตาตก", "คิ้วตก"],
    "infection": ["มีหนอง", "บวมแดงร้อน", "มีไข้", "หนาวสั่น"],
    "burn_blister": ["ตุ่มน้ำ", "ผิวพอง", "ผิวไหม้", "ผิวลอก"],
    "herpes_flare": ["เริม"],
    "nerve_weak": ["ยิ้มเบี้ยว", "ปากเบี้ยว", "หน้าชา"],
    "nodule_late": ["เป็นก้อน", "คลำเจอก้อน"],
    "pigment_change": ["รอยดำ", "ด่างขาว"],
    "distress": ["ร้องเรียน", "ฟ้อง", "อยากตาย"],
}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the model of today's data and code, which all tests of a checkout train only once."""
    folder = tmp_path_factory.mktemp("nlu")
    version = kept_model(TRAINED, best_encoder()).version
    shutil.copytree(TRAINED / version, folder / version)
    return folder


@pytest.fixture(scope="session")
def understander(cache: Path) -> Understander:
    return load_understander(cache=cache, red_flags=RED_FLAGS, treatments=TREATMENTS)


class Listener:
    """Understands with the tests' time and place."""

    def __init__(self, understander: Understander) -> None:
        self._understander = understander

    def __call__(self, text: str, *, now: datetime = NOW) -> Understanding:
        return self._understander.understand(text, now=now, zone=BANGKOK)


@pytest.fixture(scope="session")
def hear(understander: Understander) -> Listener:
    return Listener(understander)


@pytest.fixture(scope="session")
def shared_clinic() -> dict[str, object]:
    """The clinic's treatment file as researched, where the project's shared folder is at hand."""
    file = Path(__file__).parents[3] / "shared" / "clinic" / "treatments.yaml"
    if not file.is_file():
        pytest.skip("the shared folder is not here")
    content: dict[str, object] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content
