"""One module for each part of the story; this is the table of which function words which kind of notice."""

from functools import partial

from bot.wording.cards import (
    answers,
    booking,
    cancelling,
    choosing,
    contacts,
    follow_up,
    forms,
    glance,
    greeting,
    handing,
    leave,
    passages,
    photos,
    progress,
    reading,
    reminders,
    sayings,
    simulations,
    talk,
    tasks,
    treatment,
    urgent,
)

_BY_NAME = (
    (greeting, "welcome welcome_back consent_asked consent_kept withdraw_asked consent_withdrawn"),
    (reading, "reading_ready reading_ready_sales"),
    (progress, "progress_compared progress_compared_staff"),
    (simulations, "simulation_choices simulation_asked simulation_ready simulation_sent simulation_shown"),
    (photos, "how_to_scan photo_unreadable whose_photo photo_kept_for customer_not_consented"),
    (tasks, "prepare_treatment task_accepted task_taken task_done my_tasks call_customer"),
    (handing, "task_choices task_put_off decline_asked colleagues_offered task_handed task_given"),
    (handing, "task_reminder task_late task_passed_up appointment_to_move stand_in_agreed away_noted"),
    (leave, "leave_asked leave_own leave_passed_on"),
    (booking, "days_to_book times_to_book appointment_made appointment_booked appointment_booked_staff"),
    (booking, "next_case_opened"),
    (cancelling, "cancel_asked cancel_made appointment_cancelled appointment_cancelled_staff"),
    (choosing, "days_to_choose times_to_choose time_held time_let_go time_wished"),
    (
        choosing,
        "time_given_back time_lapsed wish_changed wish_withdrawn wish_withdrawn_staff wish_cancel_asked wish_which",
    ),
    (
        forms,
        "form_booking booking_asked booking_put_off form_lapsed form_intake intake_done health_told form_stopped form_over",
    ),
    (forms, "form_put_off"),
    (contacts, "form_registration registered customer_phone"),
    (
        talk,
        "language_set with_person check_in_not_understood check_in_in_words confirm_in_words which_meant not_understood_again",
    ),
    (talk, "which_answered check_in_put_off confirm_put_off"),
    (treatment, "treatment_started treatment_begun treatment_done stop_reason_asked treatment_halted"),
    (treatment, "treatment_stopped treatment_finished treatment_finished_sales"),
    (follow_up, "check_in_kept side_effect_noted"),
    (reminders, "reminder_day_before reminder_same_day appointment_confirmed birthday_wish birthday_kept"),
    (glance, "morning_card monthly_card clock_fails"),
    (urgent, "red_flag red_flag_customer danger_told danger_passed_on"),
    (answers, "status points prices treatment_info which_treatment treatments_for_concern"),
    (answers, "which_care aftercare opening_hours location"),
    (sayings, "handed_to_person cannot_read_kind refused staff_hello staff_not_understood joined"),
    (passages, "passage_told answer_phrased"),
    (sayings, "admin_link group_hello answer_uncertain"),
)

CARDS_BY_ROOM = {
    **{kind: getattr(module, kind) for module, kinds in _BY_NAME for kind in kinds.split()},
    **{f"follow_up_{day}": follow_up.follow_up for day in follow_up.TITLED},
    **{kind: partial(sayings.plain, kind=kind) for kind in sayings.PLAIN},
}
