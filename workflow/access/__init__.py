"""Who somebody is: channels, staff, invitations, and who is signed in on the web."""

from workflow.access.invites import forgive_wrong_codes, invite_staff, redeem_invite
from workflow.access.own_names import own_names
from workflow.access.queries import (
    Person,
    branch,
    branch_of,
    branches,
    channel_by_key,
    clinic_by_key,
    first_branch,
    staff_member,
    staff_with,
    who_is,
    zones_of,
)
from workflow.access.reached import Reached, who_is_reached
from workflow.access.refusals import (
    InviteExpired,
    InviteUsed,
    InviteWrong,
    SignInLinkDead,
    TooManyWrongCodes,
)
from workflow.access.retention import forget_ended_sessions
from workflow.access.web import (
    end_web_session,
    make_sign_in_link,
    open_web_session,
    use_sign_in_link,
    web_session,
)
from workflow.store.models import Branch, Channel, Clinic, Resource, Staff, StaffInvite, WebSession

__all__ = [
    "Branch",
    "Channel",
    "Clinic",
    "InviteExpired",
    "InviteUsed",
    "InviteWrong",
    "Person",
    "Reached",
    "Resource",
    "SignInLinkDead",
    "Staff",
    "StaffInvite",
    "TooManyWrongCodes",
    "WebSession",
    "branch",
    "branch_of",
    "branches",
    "channel_by_key",
    "clinic_by_key",
    "end_web_session",
    "first_branch",
    "forget_ended_sessions",
    "forgive_wrong_codes",
    "invite_staff",
    "make_sign_in_link",
    "open_web_session",
    "own_names",
    "redeem_invite",
    "staff_member",
    "staff_with",
    "use_sign_in_link",
    "web_session",
    "who_is",
    "who_is_reached",
    "zones_of",
]
