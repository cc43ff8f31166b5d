"""Scans: photos sent to be read, kept only with consent, and what their readings cause."""

from workflow.scans.claims import claim_due_scans, claim_worn_out_scans, postpone_scan, renew_scan, scan_retry
from workflow.scans.operations import keep_scan
from workflow.scans.photos import ErasesPhotos, FolderPhotos, PhotoStore, erase_all
from workflow.scans.progress import ComparedPhotos, EarlierPhoto, as_reading, photo_to_compare
from workflow.scans.queries import named_by_no_scan, not_kept, reading_of, readings_of, scan
from workflow.scans.readings import record_reading, record_unreadable
from workflow.scans.refusals import ConsentMissing, PhotoOfSomebodyElse, PhotoTakenBack
from workflow.scans.retention import forget_old_pictures, forget_old_readings
from workflow.scans.withdrawals import withdraw_all, withdraw_scan
from workflow.store.models import Scan, ScanKind, ScanState, SkinReading

__all__ = [
    "ComparedPhotos",
    "ConsentMissing",
    "EarlierPhoto",
    "ErasesPhotos",
    "FolderPhotos",
    "PhotoOfSomebodyElse",
    "PhotoStore",
    "PhotoTakenBack",
    "Scan",
    "ScanKind",
    "ScanState",
    "SkinReading",
    "as_reading",
    "claim_due_scans",
    "claim_worn_out_scans",
    "erase_all",
    "forget_old_pictures",
    "forget_old_readings",
    "keep_scan",
    "named_by_no_scan",
    "not_kept",
    "photo_to_compare",
    "postpone_scan",
    "reading_of",
    "readings_of",
    "record_reading",
    "record_unreadable",
    "renew_scan",
    "scan",
    "scan_retry",
    "withdraw_all",
    "withdraw_scan",
]
