"""Which of our models the trail follows. A test compares this with all models there are."""

# A model, and the acts on it that are recorded.
AUDITED = {
    "staff.staffmember": [
        "signin.succeeded", "signin.failed", "signin.limited", "signin.inactive", "signin.ended",
        "signin.factor.failed", "signin.factor.limited", "signin.sso.refused",
        "staff.password.changed", "staff.password.link_made", "staff.sessions.ended",
        "staff.factor.added", "staff.factor.removed", "staff.factor.codes_made",
        "staff.factor.reset", "staff.account.disabled", "staff.account.enabled",
        "request.forbidden", "request.forged",
        "staff.person.made", "staff.person.changed", "staff.person.moved",
    ],
    "staff.department": [
        "staff.department.made", "staff.department.changed", "staff.department.removed",
        "staff.department.renamed", "staff.department.moved", "staff.department.merged",
        "staff.department.closed", "staff.department.taken_back",
    ],
    "staff.rosterimport": [
        "staff.roster.checked", "staff.roster.applied", "staff.roster.undone",
        "staff.roster.exported",
    ],
    "staff.rolegrant": [
        "staff.role.granted", "staff.role.withdrawn", "cms.refused", "page.refused",
    ],
    "authority.accountrequest": [
        "staff.request.asked", "staff.request.confirmed", "staff.request.refused",
    ],
    "authority.breakglassgrant": [
        "glass.asked", "glass.approved", "glass.refused", "glass.used", "glass.ended",
    ],
    "casebook.case": [
        "casebook.case.published", "casebook.case.unpublished", "casebook.case.deleted",
    ],
    "kpi.indicator": [
        "kpi.indicator.defined", "kpi.indicator.redefined", "kpi.indicator.closed",
        "kpi.indicator.reopened", "kpi.exported",
    ],
    "kpi.actual": ["kpi.actual.entered", "kpi.actual.corrected"],
    "kpi.actualimport": ["kpi.import.checked", "kpi.import.taken"],
    "community.comment": [
        "community.comment.written", "community.comment.edited", "community.comment.deleted",
        "community.comment.hidden", "community.comment.shown",
    ],
    "community.thanks": ["community.thanks.given"],
    "community.report": ["community.report.made", "community.report.decided"],
    "audit.auditevent": [
        "audit.read", "audit.exported", "audit.verified", "audit.broken", "audit.pruned",
    ],
    "files.storedfile": ["files.stored", "files.refused", "files.downloaded", "files.removed"],
    "personal.leaving": ["personal.person.anonymised"],
    "personal.owndataexport": ["personal.export.asked", "personal.export.made"],
    "personal.datarequest": [
        "personal.request.made", "personal.request.moved", "personal.request.read",
    ],
    "personal.retentionrun": [
        "personal.retention.read",
        "personal.retention.proposed", "personal.retention.withdrawn",
        "personal.retention.agreed", "personal.retention.carried_out",
    ],
    "personal.hold": ["personal.hold.placed", "personal.hold.lifted"],
    "notifications.mail": ["mail.read", "mail.sent_again"],
    "operations.job": [
        "jobs.read", "jobs.run_again", "operations.backup.made", "operations.backup.restored",
    ],
}  # fmt: skip

# A model, and why nothing is recorded of it.
NOT_AUDITED = {
    "staff.rosterline": "a part of its import, whose acts are recorded",
    "personal.erasedperson": "an id of a person whose erasure is an event of that person",
    "personal.datarequestchange": "a part of its request, whose moves are recorded",
    "submitting.submission": "kept for days by the machine; what was made is an event itself",
    "casebook.casebookpage": "one page without facts; Wagtail's page history keeps its changes",
    "casebook.casetag": "part of a case, in the same page history",
    "casebook.initialcase": "which cases came with the product: written by a command alone",
    "casebook.municipality": "Wagtail's log keeps who changed this register of public facts",
    "staff.recenttries": "counts of the last minutes; every refused try is an event of a person",
    "staff.staffsession": "kept by the machine; signing in and out are events of the person",
    "audit.chainhead": "the end of the chain itself: changes with every event",
    "files.portalimage": "Wagtail's own log keeps who added or changed a picture of the CMS",
    "files.portalrendition": "a size of a picture, made by the machine",
    "notifications.notification": "tells of an act that is recorded; read by its recipient alone",
    "notifications.preference": "a person's own wish, without consequence for others",
    "notifications.trailposition": "kept by the machine: up to where the trail has been read",
    "portal_search.synonymgroup": "Wagtail's log keeps who changed this list of words",
    "portal_search.initialsynonyms": "which lines came with the product: written by a command",
    "portal_search.searchquery": "words without a person, on purpose",
    "portal_search.indexbuild": "kept by the machine: when the index was built, by which rules",
    "portal_search.spelledwords": "kept by the machine: words of published pages",
    "community.commentversion": "an earlier wording of a comment, whose changes are recorded",
    "community.reaction": "one press under a thing, seen by all and taken back at will",
    "community.bookmark": "what a person keeps for themselves",
    "community.collection": "a shelf for what a person keeps for themselves",
    "community.follow": "a person's own wish, without consequence for others",
    "community.entry": "follows from the thing it announces; hiding it is a decided report",
    "community.entrytag": "a word of an entry, copied from the thing it announces",
    "operations.periodicjob": "kept by the machine; nobody can change it in the portal",
    "kpi.definition": "a part of its indicator, whose changes are recorded",
    "kpi.actualentry": "a part of its figure, whose entries and corrections are recorded",
    "operations.workerbeat": "kept by the machine; nobody can change it in the portal",
}
