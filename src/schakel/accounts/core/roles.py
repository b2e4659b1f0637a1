"""Roles and what each may do. Closed by default: what is not listed is not allowed."""

from enum import StrEnum


class Role(StrEnum):
    """The work of a person, as the field names it."""

    LIAISON_OFFICER = "liaison-officer"
    LIAISON_MAGISTRATE = "liaison-magistrate"
    PROSECUTOR = "prosecutor"
    IRC_CASE_WORKER = "irc-case-worker"
    SPOC_DESK = "spoc-desk"
    IND_LIAISON = "ind-liaison"
    ANALYST = "analyst"
    PLANNER = "planner"
    HUMAN_RIGHTS_DESK = "human-rights-desk"
    PRIVACY_OFFICER = "privacy-officer"
    NODE_ADMINISTRATOR = "node-administrator"
    GUEST_PROSECUTOR = "guest-prosecutor"


# Whose account is made and closed by something else than the administrator's page of people.
COME_AND_GO = frozenset({Role.GUEST_PROSECUTOR})


class Capability(StrEnum):
    """One thing that a role may or may not do, always within the walls of the own unit."""

    READ_CONTENT = "read-content"
    WRITE_REPORT = "write-report"
    GIVE_FEEDBACK = "give-feedback"
    ASK_PARTNERS = "ask-partners"
    DRAFT_REQUEST = "draft-request"
    SEND_REQUEST = "send-request"
    ANSWER_REQUEST = "answer-request"
    DECIDE_CONSENT = "decide-consent"
    KEEP_FILE = "keep-file"
    DECIDE_FILE = "decide-file"
    LOG_CONTACT = "log-contact"
    ASK_GATE = "ask-gate"
    ASK_ASYLUM_CHECK = "ask-asylum-check"
    ANSWER_ASYLUM_CHECK = "answer-asylum-check"
    RAISE_ALERT = "raise-alert"
    REVIEW_ALERT = "review-alert"
    ASK_EMERGENCY = "ask-emergency"
    AGREE_EMERGENCY = "agree-emergency"
    READ_ASYLUM_GROUND = "read-asylum-ground"
    READ_SOURCE_GROUND = "read-source-ground"
    SIGN_JUDGEMENT = "sign-judgement"
    STOP_EXCHANGE = "stop-exchange"
    READ_DIRECTORY = "read-directory"
    READ_LOG = "read-log"
    OVERSEE = "oversee"
    CARRY = "carry"
    ADMINISTER = "administer"
    HOST_GUEST = "host-guest"
    VISIT = "visit"


_CASE_WORK = frozenset(
    {
        Capability.READ_CONTENT,
        Capability.WRITE_REPORT,
        Capability.GIVE_FEEDBACK,
        Capability.ASK_PARTNERS,
        Capability.DRAFT_REQUEST,
        Capability.LOG_CONTACT,
        Capability.ASK_GATE,
        Capability.RAISE_ALERT,
        Capability.ASK_EMERGENCY,
        Capability.ASK_ASYLUM_CHECK,
        Capability.READ_DIRECTORY,
    }
)

_MAY: dict[Role, frozenset[Capability]] = {
    Role.LIAISON_OFFICER: _CASE_WORK,
    Role.LIAISON_MAGISTRATE: _CASE_WORK | {Capability.AGREE_EMERGENCY},
    Role.IND_LIAISON: _CASE_WORK | {Capability.READ_ASYLUM_GROUND, Capability.ANSWER_ASYLUM_CHECK},
    Role.SPOC_DESK: _CASE_WORK
    | {
        Capability.SEND_REQUEST,
        Capability.ANSWER_REQUEST,
        Capability.DECIDE_CONSENT,
        Capability.CARRY,
        Capability.AGREE_EMERGENCY,
    },
    Role.IRC_CASE_WORKER: _CASE_WORK | {Capability.ANSWER_REQUEST, Capability.KEEP_FILE},
    Role.PROSECUTOR: _CASE_WORK
    | {
        Capability.SEND_REQUEST,
        Capability.ANSWER_REQUEST,
        Capability.DECIDE_CONSENT,
        Capability.KEEP_FILE,
        Capability.DECIDE_FILE,
        Capability.AGREE_EMERGENCY,
        Capability.READ_SOURCE_GROUND,
        Capability.HOST_GUEST,
    },
    Role.ANALYST: frozenset(
        {
            Capability.READ_CONTENT,
            Capability.GIVE_FEEDBACK,
            Capability.READ_DIRECTORY,
            Capability.RAISE_ALERT,
        }
    ),
    Role.PLANNER: frozenset({Capability.READ_DIRECTORY}),
    Role.HUMAN_RIGHTS_DESK: frozenset(
        {
            Capability.ASK_GATE,
            Capability.SIGN_JUDGEMENT,
            Capability.STOP_EXCHANGE,
            Capability.READ_DIRECTORY,
            Capability.RAISE_ALERT,
            Capability.REVIEW_ALERT,
            Capability.READ_ASYLUM_GROUND,
        }
    ),
    Role.PRIVACY_OFFICER: frozenset(
        {
            Capability.READ_LOG,
            Capability.OVERSEE,
            Capability.STOP_EXCHANGE,
            Capability.ASK_GATE,
            Capability.READ_DIRECTORY,
            Capability.REVIEW_ALERT,
            Capability.READ_ASYLUM_GROUND,
            Capability.READ_SOURCE_GROUND,
        }
    ),
    Role.NODE_ADMINISTRATOR: frozenset(
        {Capability.ADMINISTER, Capability.CARRY, Capability.READ_DIRECTORY}
    ),
    Role.GUEST_PROSECUTOR: frozenset({Capability.VISIT}),
}


def has_capability(role: Role, capability: Capability) -> bool:
    """Tell whether `role` may do `capability` at all."""
    return capability in _MAY[role]
