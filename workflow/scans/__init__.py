"""Scans: photos sent to be read, kept only with consent, and what their readings cause."""

from workflow.scans.claims import (
    claim_due_scans,
    claim_due_simulations,
    claim_worn_out_scans,
    claim_worn_out_simulations,
    postpone_scan,
    postpone_simulation,
    renew_scan,
    scan_retry,
    simulation_retry,
)
from workflow.scans.operations import keep_scan
from workflow.scans.photos import ErasesPhotos, FolderPhotos, PhotoStore, erase_all
from workflow.scans.progress import ComparedPhotos, EarlierPhoto, as_reading, photo_to_compare
from workflow.scans.queries import (
    named_by_no_scan,
    newest_pair,
    newest_shown,
    not_kept,
    reading_of,
    readings_of,
    scan,
)
from workflow.scans.readings import record_reading, record_unreadable
from workflow.scans.refusals import (
    ConsentMissing,
    PhotoNotKept,
    PhotoOfSomebodyElse,
    PhotoTakenBack,
    WishNotPromised,
)
from workflow.scans.retention import forget_old_pictures, forget_old_readings
from workflow.scans.simulations import (
    NOTHING_TO_SHOW,
    PHOTO_GONE,
    ask_for_simulation,
    check_may_simulate,
    photo_of,
    record_simulation,
    record_simulation_failure,
    send_simulation,
    simulation,
)
from workflow.scans.withdrawals import withdraw_all, withdraw_photos, withdraw_scan
from workflow.store.models import Scan, ScanKind, ScanState, Simulation, SimulationState, SkinReading

__all__ = [
    "NOTHING_TO_SHOW",
    "PHOTO_GONE",
    "ComparedPhotos",
    "ConsentMissing",
    "EarlierPhoto",
    "ErasesPhotos",
    "FolderPhotos",
    "PhotoNotKept",
    "PhotoOfSomebodyElse",
    "PhotoStore",
    "PhotoTakenBack",
    "Scan",
    "ScanKind",
    "ScanState",
    "Simulation",
    "SimulationState",
    "SkinReading",
    "WishNotPromised",
    "as_reading",
    "ask_for_simulation",
    "check_may_simulate",
    "claim_due_scans",
    "claim_due_simulations",
    "claim_worn_out_scans",
    "claim_worn_out_simulations",
    "erase_all",
    "forget_old_pictures",
    "forget_old_readings",
    "keep_scan",
    "named_by_no_scan",
    "newest_pair",
    "newest_shown",
    "not_kept",
    "photo_of",
    "photo_to_compare",
    "postpone_scan",
    "postpone_simulation",
    "reading_of",
    "readings_of",
    "record_reading",
    "record_simulation",
    "record_simulation_failure",
    "record_unreadable",
    "renew_scan",
    "scan",
    "scan_retry",
    "send_simulation",
    "simulation",
    "simulation_retry",
    "withdraw_all",
    "withdraw_photos",
    "withdraw_scan",
]
