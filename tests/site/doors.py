"""Every address of the product as a door: who may go through, and what is sent to try it."""

from dataclasses import dataclass, field
from typing import Any

from schakel.accounts.core import roles

C = roles.Capability
EVERYBODY: frozenset[C] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One address, or one deed at it.

    `needs` are the capabilities of which one opens the door (none: everybody who signed in);
    `get` tells whether the page can be looked at; `post` is what is sent to change something,
    None when nothing can be; `home` is the unit whose object stands behind it; `beyond` are the
    capabilities whose holders no wall stops; `args` say which object, when not the usual one;
    `guests` says that a guest is led on from here; `oneself` marks pages about one's own ways in,
    which answer by what one has set up.
    """

    needs: frozenset[C] = EVERYBODY
    get: bool = True
    post: dict[str, Any] | None = None
    home: str = "liaison"
    oneself: bool = False
    guests: bool = False
    beyond: frozenset[C] = EVERYBODY
    args: dict[str, str] = field(default_factory=dict)


# Nobody has to sign in here. Everything else is closed.
PUBLIC = {
    "account_login": "the way in",
    "account_logout": "whose session ended while he looked elsewhere is only led on",
    "account_signup": "answers 404: nobody signs up",
    "account_signup_by_passkey": "answers 404: nobody signs up",
    "account_inactive": "says that an account was ended; shows nothing",
    "account_email": "answers 404: the administrator keeps the address",
    "account_email_verification_sent": "answers 404: no address is verified by mail",
    "account_confirm_email": "answers 404: no address is verified by mail",
    "account_set_password": "answers 404: a password is set by invitation",
    "account_reset_password": "answers 404: a mailbox is no way in",
    "account_reset_password_done": "answers 404: a mailbox is no way in",
    "account_reset_password_from_key": "answers 404: a mailbox is no way in",
    "account_reset_password_from_key_done": "answers 404: a mailbox is no way in",
    "account_request_login_code": "answers 404: no codes by mail",
    "account_confirm_login_code": "answers 404: no codes by mail",
    "socialaccount_signup": "answers 404: nobody signs up",
    "socialaccount_login_cancelled": "answers 404: the sign-in page says so itself",
    "socialaccount_login_error": "answers 404: the sign-in page says so itself",
    "socialaccount_connections": "answers 404: the first sign-in connects",
    "openid_connect_login": "answers 404: no identity provider is set here; else it is the way in",
    "openid_connect_callback": "answers 404: no identity provider is set here; else it leads in",
    "account_reauthenticate": "leads a stranger to the sign-in page by itself",
    "mfa_authenticate": "the second half of signing in; without the first it leads to that",
    "mfa_login_webauthn": "the way in with a passkey; gives a challenge, no content",
    "accounts:enter": "the one-time link of the practice environment is the proof",
    "accounts:set-up": "the invitation is the proof",
    "set_language": "the sign-in page has a language too; keeps a cookie",
    "shell:scheme": "the sign-in page is light or dark too; keeps a cookie",
    "shell:icon": "browsers ask for the icon by habit, at the sign-in page too",
    "upkeep:health": "load balancers and supervisors ask here; says yes or no",
    "exchange:node": "the card of this node: what partners are to know",
    "exchange:envelopes": "partners' machines: every call is signed and checked",
    "exchange:calls": "partners' machines: every call is signed and checked",
    "exchange:statements": "partners' machines: every statement is signed and checked",
    "exchange:leaves": "partners' machines: every call is signed and checked",
    "exchange:part": "partners' machines: every call is signed and checked",
    "exchange:blob": "partners' machines: every call is signed and checked",
}
# Tables that every look may write into.
LOOKING_WRITES = {
    "audit_logentry": "consultation is logged",
    "django_session": "the session of the browser",
    "usersessions_usersession": "when the person was last seen at this browser",
}
# The partner gets its signed receipt "opened" when its message is read for the first time.
_RECEIPT = {"exchange_incoming", "exchange_link", "exchange_outgoing"}
LOOKING_SENDS = {
    "assistance:request asked": _RECEIPT,
    "assistance:request": _RECEIPT,
    "custody:item": _RECEIPT,
    # The gate is asked at each look of a guest, and the look is a transfer.
    "guests:view": {"guests_guestview", "handling_gatedecision"},
}
CLOSED = {name for name, reason in PUBLIC.items() if reason.startswith("answers 404")}
SIGNED = {
    "exchange:envelopes",
    "exchange:calls",
    "exchange:statements",
    "exchange:blob",
    "exchange:leaves",
    "exchange:part",
}  # in place of a form's token

_OVERSEE, _FILE = frozenset({C.OVERSEE}), {"request_id": "file_id"}
_READ, _WRITE = frozenset({C.READ_CONTENT}), frozenset({C.WRITE_REPORT})
_DRAFT, _SEND = frozenset({C.DRAFT_REQUEST}), frozenset({C.SEND_REQUEST})
_ANSWER, _DIRECTORY = frozenset({C.ANSWER_REQUEST}), frozenset({C.READ_DIRECTORY})
_DECIDE, _KEEP = frozenset({C.DECIDE_CONSENT}), frozenset({C.KEEP_FILE})
_JUDGE_FILE = frozenset({C.DECIDE_FILE})
_EMERGENCY = frozenset({C.ASK_EMERGENCY, C.AGREE_EMERGENCY, C.OVERSEE})
_RAISE, _REVIEW = frozenset({C.RAISE_ALERT}), frozenset({C.REVIEW_ALERT})
_ADMINISTER, _JUDGE = frozenset({C.ADMINISTER}), frozenset({C.SIGN_JUDGEMENT})
_CARRY = frozenset({C.CARRY})
_HOST, _VISIT = frozenset({C.HOST_GUEST}), frozenset({C.VISIT})
_KEEP_GUESTS = _HOST | frozenset({C.ADMINISTER, C.OVERSEE})
_STOP = frozenset({C.STOP_EXCHANGE})
_PARTNER = {"code": "partner_code"}
_GRADES = {"source_grade": "A", "information_grade": "1"}
_PERSON = {"name": "Mika Verzonnen", "role": "witness"}
_CALL = {"direction": "in", "how": "call", "country": "IT", "counterpart": "desk", "said": "x"}
_TO = {"receiver": "IT", "purpose": "crime", "why": "x"}
_UNIT = {"kind": "liaison", "name_en": "x", "name_nl": "x", "controller": "x", "regime": "wpg"}


def _deed(needs: frozenset[C], **post: Any) -> Door:
    return Door(needs=needs, get=False, post=post)


def _at_desk(needs: frozenset[C], *, asked: bool = False, **post: Any) -> Door:
    args = {"request_id": "asked_id"} if asked else {}
    return Door(needs=needs, get=False, post=post, home="spoc", args=args)


DOORS = {
    # the node and oneself
    "site:work-queue": Door(guests=True),
    "site:objects": Door(),
    "shell:search": Door(post={"query": "boat"}),
    "shell:docs-start": Door(),
    "shell:docs": Door(),
    "shell:docs-picture": Door(),
    "shell:licence": Door(),
    "accounts:me": Door(post={"deputy": ""}),
    "accounts:notices": Door(),
    "accounts:notice-deed pass-on": _deed(EVERYBODY),
    "accounts:notice-deed acknowledge": _deed(EVERYBODY),
    "account_change_password": Door(oneself=True, post={}),
    "mfa_index": Door(oneself=True),
    "mfa_reauthenticate": Door(oneself=True, post={}),
    "mfa_activate_totp": Door(oneself=True, post={}),
    "mfa_deactivate_totp": Door(oneself=True, post={}),
    "mfa_view_recovery_codes": Door(oneself=True),
    "mfa_generate_recovery_codes": Door(oneself=True, post={}),
    "mfa_download_recovery_codes": Door(oneself=True),
    "mfa_list_webauthn": Door(oneself=True),
    "mfa_add_webauthn": Door(oneself=True, post={}),
    "mfa_reauthenticate_webauthn": Door(oneself=True, post={}),
    "mfa_remove_webauthn": Door(oneself=True, post={}),
    "mfa_edit_webauthn": Door(oneself=True, post={}),
    "usersessions_list": Door(oneself=True, post={}),
    # the administrator
    "accounts:people": Door(needs=_ADMINISTER),
    "accounts:new": Door(needs=_ADMINISTER, post={}),
    "accounts:person": Door(needs=_ADMINISTER, post={}, beyond=_ADMINISTER),
    "accounts:invite": Door(needs=_ADMINISTER, get=False, post={}, beyond=_ADMINISTER),
    "accounts:units": Door(needs=_ADMINISTER),
    "accounts:new-unit": Door(needs=_ADMINISTER, post={"code": "x", **_UNIT}),
    "accounts:unit": Door(needs=_ADMINISTER, post=_UNIT, args={"code": "unit_code"}),
    "accounts:unsent": Door(needs=_ADMINISTER, post={}),
    "exchange:links": Door(needs=_ADMINISTER),
    "exchange:deliveries": Door(needs=_ADMINISTER),
    "courier:desk": Door(needs=_CARRY, post={}),
    "courier:write": Door(needs=_CARRY, get=False, post={}, args=_PARTNER),
    "courier:sheet": Door(needs=_CARRY, get=False, post={}, args=_PARTNER),
    "courier:codes": Door(needs=_CARRY, get=False, post={}),
    "courier:account": Door(needs=_CARRY, beyond=_CARRY),
    "links:new": Door(needs=_ADMINISTER, post={"address": "", "card": ""}),
    "links:own": Door(needs=_ADMINISTER, post={"deed": ""}),
    "links:node": Door(needs=_ADMINISTER, args=_PARTNER),
    "links:compare": Door(needs=_ADMINISTER, get=False, post={}, args=_PARTNER),
    "links:deed confirm": Door(needs=_ADMINISTER, get=False, post={"kid": ""}, args=_PARTNER),
    "links:deed suspend": Door(needs=_ADMINISTER, get=False, post={}, args=_PARTNER),
    "links:deed resume": Door(needs=_ADMINISTER, get=False, post={}, args=_PARTNER),
    "links:deed revoke": Door(needs=_ADMINISTER, get=False, post={}, args=_PARTNER),
    # the log, the gate, the directory
    "accounts:log": Door(needs=frozenset({C.READ_LOG}), post={"event": "report"}),
    "rulebook:table": Door(),
    "lifting:hold": Door(
        needs=_SEND,
        post={"reason": "x", "days": "1"},
        args={"decision_id": "held_id"},
        beyond=_SEND,
    ),
    "asylum:check": Door(
        needs=frozenset({C.ASK_ASYLUM_CHECK}),
        args={"check_id": "asked_check_id"},
        beyond=frozenset({C.ANSWER_ASYLUM_CHECK}),
    ),
    "asylum:answer": Door(
        needs=frozenset({C.ANSWER_ASYLUM_CHECK}),
        get=False,
        post={"answer": "none", "answer_date": "2026-11-24"},
        args={"check_id": "asked_check_id"},
        beyond=frozenset({C.ANSWER_ASYLUM_CHECK}),
    ),
    "release:person": Door(needs=_READ),
    "release:ask-asylum": _deed(frozenset({C.ASK_ASYLUM_CHECK})),
    "release:what-if": _deed(_DRAFT, **_TO),
    "release:release": _deed(_SEND, **_TO),
    "tearline:versions": Door(needs=_READ),
    "tearline:begin": _deed(_DRAFT, audience="it"),
    "tearline:version": Door(needs=_READ, beyond=_SEND),
    "tearline:look": Door(
        needs=_SEND,
        get=False,
        post={},
        args={"original_id": "version_file_id"},
        beyond=_SEND,
    ),
    "tearline:send": Door(needs=_SEND, get=False, post={}, beyond=_SEND),
    "tearline:save": Door(needs=_DRAFT, get=False, post={"text": "x"}, beyond=_SEND),
    "tearline:submit": Door(needs=_DRAFT, get=False, post={}, beyond=_SEND),
    "rescue:new": Door(needs=_RAISE, post={}),
    "rescue:alerts": Door(needs=_RAISE | _REVIEW),
    "rescue:alert": Door(needs=_RAISE | _REVIEW, beyond=_REVIEW),
    "rescue:reached": Door(needs=_RAISE, get=False, post={}, beyond=_REVIEW),
    "rescue:review": Door(needs=_REVIEW, get=False, post={"review": "right"}, beyond=_REVIEW),
    "rulebook:row": Door(args={"number": "row_number"}),
    "rulebook:row-tests": Door(args={"number": "row_number"}),
    "rulebook:row-history": Door(args={"number": "row_number"}),
    "handling:decision": Door(
        needs=frozenset({C.READ_CONTENT, C.ASK_GATE, C.READ_LOG}),
        home="spoc",
        beyond=frozenset({C.READ_LOG}),
    ),
    "safeguards:ask": Door(needs=frozenset({C.ASK_GATE}), post={}),
    "safeguards:party": Door(needs=_DIRECTORY),
    "safeguards:judgements": Door(needs=_JUDGE),
    "safeguards:write": Door(needs=_JUDGE, post={}),
    "safeguards:draft": Door(needs=_JUDGE, beyond=_JUDGE),
    "safeguards:sign": Door(needs=_JUDGE, get=False, post={}, beyond=_JUDGE),
    "safeguards:discard": Door(needs=_JUDGE, get=False, post={}, beyond=_JUDGE),
    "safeguards:withdraw": Door(needs=_JUDGE, get=False, post={"reason": "x"}, beyond=_JUDGE),
    "network:directory": Door(needs=_DIRECTORY),
    # need to know
    "access:who": Door(needs=_READ),
    "access:close": _deed(_WRITE, reason="x"),
    "access:open": _deed(_WRITE),
    "access:assign": _deed(_WRITE, **{"assign-user": "{colleague_id}", "assign-reason": "x"}),
    "access:end": Door(needs=_WRITE, get=False, post={}, args={"user_id": "colleague_id"}),
    # reports
    "casework:reports": Door(needs=_READ),
    "casework:new": Door(needs=_WRITE, post={"text": "x"}),
    "casework:report": Door(needs=_READ),
    "offline:page": Door(needs=_WRITE),
    "offline:worker": Door(needs=_WRITE),
    "offline:now": Door(needs=_WRITE),
    "offline:hand-over": Door(needs=_WRITE, get=False, post={}),
    "casework:save": _deed(_WRITE, text="x"),
    "casework:attach": _deed(_WRITE),
    "casework:person": _deed(_WRITE, **_PERSON),
    "casework:person-fields": Door(needs=_READ),
    "casework:role": _deed(_WRITE, role="witness"),
    "casework:method": _deed(_WRITE, code="REC.01", fragment="x", benefit="none"),
    "casework:europol": _deed(_WRITE, answer="no", reason="x"),
    "casework:close": _deed(_WRITE),
    "casework:feedback": _deed(frozenset({C.GIVE_FEEDBACK}), answer="used", because="x"),
    "casework:begin": _deed(_DRAFT),
    "intake:original": Door(needs=_READ),
    "intake:text": Door(needs=_READ),
    "intake:findings": Door(needs=_READ),
    "intake:accept-valid": _deed(_WRITE),
    "intake:decide": _deed(_WRITE, verdict="accepted"),
    # Who sends a version of the report looks at its pictures first.
    "intake:picture": Door(needs=_READ, args={"part_id": "picture_id"}, beyond=_SEND),
    "intake:download": Door(needs=_READ),
    "intake:read-again": _deed(_WRITE),  # last: it makes the parts anew
    "matching:report": Door(needs=_READ),
    "matching:counts": Door(needs=_OVERSEE),
    "matching:ask": _deed(frozenset({C.ASK_PARTNERS}), nodes=["it"]),
    "matching:owner": _deed(_WRITE),
    # threads and requests
    "casework:threads": Door(needs=_READ),
    "casework:thread": Door(needs=_READ),
    "casework:admit": _deed(_DRAFT, unit="ind"),
    "casework:admit-node": _deed(_SEND, authority="{authority_id}"),
    "casework:contact": Door(needs=frozenset({C.LOG_CONTACT}), post=_CALL),
    "casework:contact-leg": Door(needs=_READ),
    "casework:release": _deed(_DRAFT, unit="ind"),
    "assistance:list": Door(needs=_READ),
    "assistance:new": Door(needs=_DRAFT, post={}),
    "assistance:thread": Door(needs=_READ),
    "assistance:request": Door(needs=_READ),
    "assistance:request asked": Door(needs=_READ, home="spoc", args={"request_id": "asked_id"}),
    "assistance:package": Door(needs=_READ),
    "assistance:save": _deed(_DRAFT, authority="{authority_id}", carrier="schakel"),
    "assistance:step submit": _deed(_DRAFT),
    "assistance:step send": _at_desk(_SEND),
    "assistance:step take-up": _at_desk(_ANSWER, asked=True),
    "assistance:step withdraw": _deed(_DRAFT),
    "assistance:say return": _at_desk(_SEND, text="x"),
    "assistance:say clarify": _deed(_DRAFT, text="x"),
    "assistance:say ask": _at_desk(_ANSWER, asked=True, text="x"),
    "assistance:refuse": _at_desk(_ANSWER, asked=True, ground="a", text="x"),
    "assistance:answer": _at_desk(_ANSWER, asked=True, text="x", **_GRADES),
    "assistance:by-hand": _at_desk(_SEND, text="x", outside_reference="x"),
    "assistance:dispatch": _at_desk(_SEND, outside_reference="x", proof="x"),
    "assistance:step pack": _at_desk(_SEND),
    "assistance:receipt": _at_desk(_SEND, received_at="2026-11-24T10:00"),
    "assistance:refusal-by-hand": _at_desk(_SEND, ground="a", text="x"),
    "assistance:say question": _at_desk(_SEND, text="x"),
    "assistance:package-file": Door(needs=_READ),
    # what is under the control of its originator
    "custody:item": Door(needs=_READ),
    "custody:ask": _deed(_DRAFT, reason="x"),
    "custody:tell": Door(
        needs=_DECIDE,
        get=False,
        post={"deed": "recall", "reason": "outdated"},
        home="spoc",
        args={"item_id": "own_item_id"},
    ),
    "custody:pass-on": _deed(_SEND, node="it", purpose="crime"),
    "custody:file": _deed(_KEEP),
    "custody:exculpatory": _deed(_JUDGE_FILE),
    "custody:keep": _deed(_JUDGE_FILE),
    "custody:erase": _deed(_JUDGE_FILE),
    "custody:decide": _at_desk(_DECIDE, until="2027-01-01", answer="yes"),
    "custody:withdraw": _at_desk(_DECIDE),
    # the privacy officer, whom no wall between units stops
    "exculpation:overview": Door(needs=_KEEP),
    "exculpation:item": Door(needs=_READ),
    "exculpation:report": Door(needs=_READ),
    "exculpation:propose-item": _deed(_WRITE, reason="x"),
    "exculpation:propose-report": _deed(_WRITE, reason="x"),
    "exculpation:decide": Door(
        needs=_JUDGE_FILE, get=False, post={"answer": "yes"}, beyond=_JUDGE_FILE
    ),
    "vetting:item": Door(needs=_READ),
    "vetting:check": _deed(
        _DRAFT,
        **{"ill-treatment": "no", "custody": "no", "political-interest": "no", "graded": "yes"},
    ),
    "assurances:list": Door(needs=_READ | _JUDGE),
    "assurances:thread": Door(needs=_READ),
    "assurances:ask": _deed(
        _DRAFT, kind="specialty", party="LY", authority="x", covers="x", due="2099-01-01"
    ),
    "assurances:assurance": Door(needs=_READ | _JUDGE, beyond=_JUDGE),
    "assurances:step give": _deed(_DRAFT, text="x"),
    "assurances:step refuse": _deed(_DRAFT, text="x"),
    "assurances:step fulfil": _deed(_SEND, text="x"),
    "assurances:step break": Door(
        needs=_DRAFT | _JUDGE, get=False, post={"text": "x"}, beyond=_JUDGE
    ),
    "assurances:step close": Door(needs=_JUDGE, get=False, post={"text": "x"}, beyond=_JUDGE),
    "halting:stops": Door(needs=_STOP, post={}),
    "halting:stop": Door(needs=_STOP, beyond=_STOP),
    "halting:lift": Door(needs=_STOP, get=False, post={"reason": "x"}, beyond=_STOP),
    "halting:recall": Door(needs=_STOP, get=False, post={}, beyond=_STOP),
    "guests:mandates": Door(needs=_KEEP_GUESTS),
    "guests:new": Door(needs=_HOST, post={}),
    "guests:mandate": Door(needs=_KEEP_GUESTS, home="spoc", beyond=_KEEP_GUESTS),
    "guests:open": Door(needs=_ADMINISTER, get=False, post={}, home="spoc", beyond=_ADMINISTER),
    "guests:release": Door(
        needs=_HOST,
        get=False,
        post={"item": "{own_item_id}", "purpose": "crime"},
        home="spoc",
        beyond=_HOST,
    ),
    "guests:room": Door(needs=_VISIT, home="spoc"),
    "guests:view": Door(needs=_VISIT, home="spoc"),
    "guests:withdraw": _at_desk(_HOST),
    "guests:end": Door(
        needs=_HOST | _ADMINISTER,
        get=False,
        post={},
        home="spoc",
        beyond=_HOST | _ADMINISTER,
    ),
    "emergency:accesses": Door(needs=_EMERGENCY),
    "emergency:new": Door(needs=frozenset({C.ASK_EMERGENCY}), post={}),
    "emergency:access": Door(needs=_EMERGENCY, beyond=_OVERSEE),
    "emergency:answer": Door(
        needs=frozenset({C.AGREE_EMERGENCY}), get=False, post={"answer": "open"}
    ),
    "emergency:end": Door(needs=_EMERGENCY, get=False, post={}, beyond=_OVERSEE),
    "emergency:review": Door(needs=_OVERSEE, get=False, post={}, beyond=_OVERSEE),
    "emergency:reports": Door(needs=_EMERGENCY, beyond=_OVERSEE),
    "emergency:report": Door(needs=_EMERGENCY, beyond=_OVERSEE),
    "oversight:persons": Door(needs=_OVERSEE, post={"name": "x"}),
    "oversight:person": Door(needs=_OVERSEE, beyond=_OVERSEE),
    "oversight:pack": Door(needs=_OVERSEE, get=False, post={}, beyond=_OVERSEE),
    "oversight:requests": Door(needs=_OVERSEE, post={}),
    "oversight:request": Door(needs=_OVERSEE, beyond=_OVERSEE, args=_FILE),
    "oversight:extend": Door(needs=_OVERSEE, get=False, post={}, beyond=_OVERSEE, args=_FILE),
    "oversight:decide": Door(needs=_OVERSEE, get=False, post={}, beyond=_OVERSEE, args=_FILE),
    "oversight:breaches": Door(needs=_OVERSEE, post={}),
    "oversight:breach": Door(needs=_OVERSEE, beyond=_OVERSEE),
    "oversight:save-breach": Door(needs=_OVERSEE, get=False, post={}, beyond=_OVERSEE),
    "oversight:report-breach": Door(needs=_OVERSEE, get=False, post={}, beyond=_OVERSEE),
    "oversight:told": Door(
        needs=_OVERSEE, get=False, post={}, beyond=_OVERSEE, args={"notice_id": "told_id"}
    ),
    "retention:overview": Door(needs=_OVERSEE | _KEEP),
    "retention:period": _deed(_OVERSEE, article="avg", months=12, source="x"),
    "retention:term": Door(needs=_OVERSEE, beyond=_OVERSEE),
    "retention:article": Door(needs=_OVERSEE, get=False, post={"article": "x"}, beyond=_OVERSEE),
    "retention:decide": Door(needs=_JUDGE_FILE, get=False, post={}, beyond=_JUDGE_FILE),
    "rectification:heard": Door(needs=_OVERSEE),
    "rectification:settle": Door(
        needs=_OVERSEE, get=False, post={"outcome": "done"}, beyond=_OVERSEE
    ),
    "oversight:register": Door(needs=_OVERSEE),
    "oversight:witnesses": Door(needs=_OVERSEE),
    "oversight:settle": Door(needs=_OVERSEE, get=False, post={}),
}

# No wall stands before these: why the role is enough. Nothing of a case is told there, or the law
# lets this work cross every wall.
ROLE_ALONE = {
    "people are kept by the administrator; no content": ("accounts:person", "accounts:invite"),
    "an account of a carried file: numbers and codes of envelopes": ("courier:account",),
    "whoever answers for the immigration service": ("asylum:answer",),
    "the authority that the rule of the hold names": ("lifting:hold",),
    "whoever reviews what went to a rescue centre": ("rescue:review",),
    "judgements on states and authorities; no case": (
        "safeguards:draft",
        "safeguards:sign",
        "safeguards:discard",
        "safeguards:withdraw",
    ),
    "the desk follows every assurance": ("assurances:step close",),
    "a stop goes over the whole node": ("halting:stop", "halting:lift", "halting:recall"),
    "the privacy officer oversees the whole node, by law": (
        "emergency:review",
        "oversight:person",
        "oversight:pack",
        "oversight:request",
        "oversight:extend",
        "oversight:decide",
        "oversight:breach",
        "oversight:save-breach",
        "oversight:report-breach",
        "oversight:told",
        "rectification:settle",
        "retention:term",
        "retention:article",
    ),
    "a guest is known to who hosts, administers or oversees; no content": (
        "guests:mandate",
        "guests:open",
        "guests:release",
        "guests:end",
    ),
    "a prosecutor decides what a criminal file keeps": ("retention:decide", "exculpation:decide"),
    "whoever sends sees what would leave of a version, and nothing above its line": (
        "tearline:look",
        "tearline:send",
    ),
}
