"""Every way by which something can leave a node, and what stands before it.

`test_exits.py` finds the ways in the code. One that is not listed here fails the test, and so does
a line here without its way. A line names the function that asks the gate, or says why none need.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asks:
    """The gate is asked first, by these functions (`module:function`)."""

    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Free:
    """Nothing of a case leaves by it, and why; or it leaves sealed to where the gate let it."""

    why: str


def asks(*gates: str) -> Asks:
    """Return that these functions ask the gate before."""
    return Asks(gates)


CARRIED = Free("carries envelopes that were cleared when they were queued, and leaves stopped ones")
OWN = Free("shows to a person of this node what the page of the same object shows him")
STORE = Free("writes into the node's own store, where a reader has passed the walls")
KEYS = Free("writes a key of this node, which never goes to a partner")
FIXED = Free("a fault, a code or a sign of life: no word of a case")
DEMO = Free("sets up invented nodes on this machine, with invented people")

EXITS: dict[str, Asks | Free] = {
    # Envelopes: `enqueue` and `call` take a clearance, and only the gate makes one.
    "exchange/actions/outbox.py:enqueue:envelope": Free("takes a clearance and compares it"),
    "exchange/actions/outbox.py:send_receipt:queue": asks(
        "exchange/actions/outbox.py:send_receipt"
    ),
    "exchange/actions/voids.py:seal_void:envelope": Free("an empty message in place of one"),
    "exchange/actions/calling.py:_envelope:envelope": Free("called with a clearance compared"),
    "exchange/actions/calling.py:call:line": Free("takes a clearance and compares it"),
    "wire/core/envelope.py:_read:envelope": Free("reads one that came in"),
    "assistance/actions/steps.py:send_message:queue": asks(
        "assistance/actions/steps.py:clear_reply", "assistance/actions/preparing.py:clear_request"
    ),
    "casework/actions/partners.py:_send:queue": asks("casework/actions/partners.py:_clear"),
    "custody/actions/telling.py:send:queue": asks(
        "custody/actions/telling.py:clear_words",
        "custody/actions/telling.py:send_control",
        "custody/actions/passing.py:pass_on",
    ),
    "custody/actions/arriving.py:_say_not_held:queue": asks(
        "custody/actions/arriving.py:_say_not_held"
    ),
    "tearline/actions.py:_send:queue": asks("tearline/actions.py:send_version"),
    "halting/actions.py:_tell:queue": asks("halting/actions.py:_tell"),
    "rectification/actions.py:_send:queue": asks("rectification/actions.py:_send"),
    "matching/actions/asking.py:_ask:call": asks("matching/actions/asking.py:_clear"),
    "links/actions/comparing.py:ask:call": asks("links/actions/comparing.py:ask"),
    "links/actions/witnessing.py:ask_about_log:call": asks(
        "links/actions/witnessing.py:ask_about_log"
    ),
    # Lines and carriers.
    "wire/actions/lines.py:open_line:line": CARRIED,
    "wire/actions/lines.py:carry:line": CARRIED,
    "links/actions/carrying.py:post_statement:line": Free(
        "a signed statement of two administrators about their link: keys, codes and moments"
    ),
    "exchange/api.py:_problem:answer": FIXED,
    "exchange/api.py:blob:answer": FIXED,
    "exchange/api.py:part:answer": FIXED,
    "exchange/api.py:envelopes:answer": FIXED,
    "exchange/api.py:leaves:answer": Free("answers a question about the log by a rule of its own"),
    "exchange/api.py:links:answer": Free("the signed statement of this node about a link"),
    "exchange/api.py:node:answer": Free("the card of this node: its name and public keys"),
    # Blind questions; the other calls are about the link itself, and a test lists them.
    "exchange/api.py:calls:answer": asks("matching/actions/answering.py:_clear_answer"),
    "courier/views.py:write:file": CARRIED,
    "courier/management/commands/courier.py:_write:write": CARRIED,
    "courier/management/commands/courier.py:_codes:write": CARRIED,
    # What a person takes away by hand.
    "assistance/views/pages.py:package_file:file": asks(
        "assistance/actions/preparing.py:clear_request"
    ),
    "assistance/views/pages.py:package_file:answer": asks(
        "assistance/actions/preparing.py:clear_request"
    ),
    "oversight/views/persons.py:pack:file": Free(
        "for the supervisory authority, by the privacy officer alone, logged: LED, art. 47"
    ),
    "oversight/views/persons.py:pack:answer": Free(
        "for the supervisory authority, by the privacy officer alone, logged: LED, art. 47"
    ),
    "oversight/actions/packing.py:_zip:write": Free(
        "for the supervisory authority, by the privacy officer alone, logged: LED, art. 47"
    ),
    "intake/views.py:download:file": OWN,
    "intake/views.py:picture:file": OWN,
    "shell/views.py:doc_picture:file": Free("a picture of the manual"),
    "casework/views/reports.py:person_fields:answer": OWN,
    "offline/views.py:hand_over:answer": FIXED,
    "offline/views.py:now:answer": FIXED,
    "oversight/views/register.py:register:answer": OWN,
    "shell/views.py:broken_request:answer": FIXED,
    "shell/views.py:fault:answer": FIXED,
    "site/views.py:object_states:answer": OWN,
    "upkeep/views.py:health:answer": FIXED,
    # Notices, metrics, the security stream, the backup.
    "accounts/actions/telling.py:_mail:line": Free("says that something waits, and where; no word"),
    "accounts/actions/telling.py:_call_webhook:line": Free("says that something waits; no word"),
    "upkeep/actions/streaming.py:stream:write": Free("codes and counts; a test shows what is not"),
    "upkeep/management/commands/metrics.py:handle:write": Free("counts of things, no word of one"),
    "upkeep/archive.py:_write:write": Free("encrypted to the keys of this node's own keepers"),
    "upkeep/archive.py:write_archive:write": Free("encrypted to this node's own keepers"),
    # The store, keys, the sandbox.
    "audit/actions/sealing.py:_keep_beside:write": STORE,
    "audit/keys.py:_keep:write": STORE,
    "intake/reader.py:_write:write": STORE,
    "intake/reader.py:_take_standard_output:write": Free("the sandbox answers who started it"),
    "intake/formats/msg.py:_as_mail:line": Free("rebuilds a mail that came in, to read it"),
    "shell/vault.py:_decrypting:write": STORE,
    "shell/vault.py:pour:write": STORE,
    "upkeep/archive.py:_pour:write": STORE,
    "upkeep/archive.py:decrypt:write": STORE,
    "upkeep/archive.py:read_archive:write": STORE,
    "upkeep/locks.py:lock:write": STORE,
    "upkeep/locks.py:unlock:write": STORE,
    "retention/actions/wiping.py:wipe_erased:write": STORE,
    "site/serving.py:require_free:line": Free("looks whether a port of this machine is free"),
    "site/serving.py:wait_until_ready:line": Free("waits for a process of this machine"),
    "tearline/core/containers.py:_look_into_archive:write": Free("reads a file that lies here"),
    "intake/formats/_packed.py:names_in:write": Free("reads a file that came in"),
    "intake/formats/_packed.py:open_package:write": Free("reads a file that came in"),
    "links/management/commands/node.py:init:write": KEYS,
    "custody/actions/keeping.py:append_durably:write": STORE,
    "matching/actions/answering.py:_seed:write": KEYS,
    "retention/actions/tombstones.py:write_tombstone:write": STORE,
    "shell/home.py:write_once:write": STORE,
    "shell/private_keys.py:_draft:write": KEYS,
    "shell/vault.py:_alone:write": STORE,
    "wire/actions/blobs.py:_keep_in_parts:write": STORE,
    "wire/actions/parts.py:begin_parts:write": STORE,
    "wire/actions/parts.py:_note:write": STORE,
    "site/serving.py:_spawn:write": Free("the log of a process of this machine"),
    "site/demo/seed.py:_samples:write": DEMO,
    "site/demo/stage.py:_schakel:write": DEMO,
    "site/demo/stage.py:_write_identity:write": DEMO,
    "site/demo/stage.py:prepare:write": DEMO,
    "site/demo/visitor.py:__init__:line": DEMO,
    "site/management/commands/demo.py:check_thread:write": DEMO,
}

# What leaves by no file and no line: the gate is asked before a person says or shows it.
SPOKEN = {
    "a call or meeting": "casework/actions/contacts.py:_pass_gate",
    "the record of a person, to print or hand over": "release/actions.py:release_record",
    "a report of danger to life, read out": "rescue/actions.py:raise_alert",
    "a criminal file, entered": "custody/actions/filing.py:enter_file",
    "a consent, asked or answered": "custody/actions/telling.py:clear_words",
    "what a guest of another state looks at": "guests/actions.py:_clear",
    "passing on": "custody/actions/passing.py:pass_on",
    "a thread shown to another node": "casework/actions/partners.py:_clear",
}
