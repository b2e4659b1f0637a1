"""Events of the log as sentences, each under the kind of processing that the law names.

The one place that knows the events of every room: a test looks for each in the code.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.audit.core.processing import Processing

PROCESSING: dict[Processing, Promise] = {
    Processing.COLLECTION: _("collection"),
    Processing.ALTERATION: _("alteration"),
    Processing.CONSULTATION: _("consultation"),
    Processing.DISCLOSURE: _("disclosure"),
    Processing.COMBINATION: _("combination"),
    Processing.ERASURE: _("erasure"),
    Processing.CONTROL: _("control of access and settings"),
}

_BY_KIND: dict[Processing, dict[str, Promise]] = {
    Processing.COLLECTION: {
        "report:start": _("A report was begun."),
        "report:attach": _("A file was added to a report."),
        "person:add": _("A person was added to a report."),
        "identifier:add": _("An identifier was added to a report."),
        "original:take-in": _("A file was taken in."),
        "original:receive": _("A file came in from a partner."),
        "original:refuse": _("A file was not taken in."),
        "request:receive": _("A request came in from a partner."),
        "answer:receive": _("An answer came in."),
        "entry:receive": _("A partner showed a leg of a thread."),
        "contact:log": _("A call or meeting was logged."),
        "envelope:accept": _("An envelope of a partner was accepted."),
    },
    Processing.ALTERATION: {
        "report:change": _("A report was changed."),
        "report:code": _("A method was coded in a report."),
        "report:europol": _("It was decided whether a report goes to Europol."),
        "report:close": _("A report was closed."),
        "report:feedback": _("It was told what was done with a report."),
        "person:role": _("A person in a report got another role."),
        "identifier:owner": _("It was said whose an identifier is."),
        "finding:decide": _("A finding was accepted, corrected or rejected."),
        "original:read-again": _("A file was read again."),
        "thread:begin": _("A thread was begun."),
        "request:draft": _("A request was drafted."),
        "request:change": _("A request was changed."),
        "request:submit": _("A request was handed in to be checked."),
        "request:return": _("A request was returned with a remark."),
    },
    Processing.CONSULTATION: {
        "report:open": _("A report was opened."),
        "original:open": _("A file was opened."),
        "original:download": _("A file was downloaded."),
        "thread:open": _("A thread was opened."),
        "contact:open": _("A call or meeting was opened."),
        "request:open": _("A request was opened."),
        "decision:open": _("A decision of the gate was opened."),
        "hold:open": _("A hold of the gate was opened by somebody who may lift it."),
        "alert:open": _("An alert for danger to life was opened."),
        "envelope:open": _("A partner was told that a message was opened."),
        "search:ask": _("Somebody searched."),
        "log:open": _("The log was read."),
    },
    Processing.DISCLOSURE: {
        "gate:ask": _("The gate was asked what if."),
        "gate:allow": _("The gate allowed a sending."),
        "hold:lift": _("A hold of the gate was lifted."),
        "alert:raise": _("An alert for danger to life was released."),
        "alert:reach": _("A rescue centre has an alert."),
        "alert:review": _("An alert for danger to life was reviewed."),
        "gate:hold": _("The gate held a sending."),
        "gate:refuse": _("The gate refused a sending."),
        "judgement:sign": _("A human-rights judgement was signed."),
        "thread:admit": _("A unit or node joined a thread."),
        "entry:release": _("An earlier leg of a thread was released."),
        "request:send": _("A request was sent."),
        "request:take-up": _("A request was taken up."),
        "request:ask-clarification": _("Clarification was asked."),
        "request:clarify": _("Clarification was given."),
        "request:answer": _("A request was answered."),
        "request:refuse": _("A request was refused."),
        "request:withdraw": _("A request was withdrawn."),
        "consent:ask": _("Consent to use as evidence was asked."),
        "consent:answer": _("A question for consent was answered."),
        "envelope:lapse": _("A stage of a delivery was not reached in time."),
        "envelope:enqueue": _("An envelope was put in the outbox."),
    },
    Processing.COMBINATION: {
        "hits:open": _("It was looked up who knows what of a report."),
        "question:ask": _("A partner was asked for hit or no hit."),
        "question:answer": _("A question for hit or no hit was answered blindly."),
        "question:turn-away": _("A node outside the Law Enforcement Directive got no answer."),
        "question:learn": _("It became known whether a partner has a hit."),
    },
    Processing.ERASURE: {
        "log:erase": _("Old lines of the log were erased."),
    },
    Processing.CONTROL: {
        "person:enter": _("Somebody signed in."),
        "person:leave": _("Somebody signed out."),
        "person:refuse": _("A sign-in was refused."),
        "person:invite": _("An invitation was made."),
        "person:set-up": _("An invited person set a password."),
        "person:change-access": _("Somebody changed a password or second factor."),
        "person:make-link": _("A one-time link of the practice environment was made."),
        "person:make": _("A person was added to the node."),
        "person:change": _("The role, unit or access of a person was changed."),
        "person:deputy": _("Somebody chose a deputy."),
        "unit:make": _("A unit was added."),
        "unit:change": _("A unit was changed."),
        "notice:acknowledge": _("A notice was seen."),
        "notice:pass-on": _("A notice was passed on to the deputy."),
        "notice:retry": _("Unsent notices are tried again."),
        "node:link": _("A partner node was linked."),
        "node:propose": _("The card of a partner node was taken in."),
        "node:confirm": _("The keys of a partner node were confirmed."),
        "node:confirmed-by": _("A partner node confirmed our keys."),
        "node:resume": _("A partner node was resumed."),
        "node:rekey": _("A partner node changed its keys."),
        "link:heal": _("A link was healed after a restore."),
        "key:announce": _("New keys of this node were announced."),
        "key:rotate": _("The new keys of this node are used."),
        "key:renew": _("The key of this node was revoked."),
        "key:revoke": _("A key of a partner node was revoked."),
        "node:suspend": _("A partner node was suspended."),
        "node:back-up": _("An encrypted archive of the node was made."),
        "node:restore": _("The node came back from an archive."),
        "log:witness": _("The log of a partner is witnessed from now on."),
        "log:disagree": _("A partner showed a log that does not continue what was witnessed."),
        "log:contest": _("A partner contests the log of this node."),
        "log:settle": _("A disagreement about a partner's log was settled."),
        "directory:load": _("The directory was loaded."),
        "facts:load": _("Country facts were loaded."),
    },
}

EVENTS: dict[str, Promise] = {
    event: words for events in _BY_KIND.values() for event, words in events.items()
}
KIND_OF: dict[str, Processing] = {
    event: kind for kind, events in _BY_KIND.items() for event in events
}
