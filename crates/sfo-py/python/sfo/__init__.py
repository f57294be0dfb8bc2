"""Rules and decisions for Serious Further Offence reviews in England and Wales.

>>> import sfo
>>> policy = sfo.Policy.builtin()
>>> decision = policy.assess({"offence": {"text": "Robbery, contrary to section 8(1) of the Theft Act 1968"}})
>>> decision.outcome, decision.missing
('needs_information', ('firearm_used',))

The types of a case and of what comes back are in :mod:`sfo.types`.

Each answer is explained and cited, and says how sure its sources are. The package supports a reviewer and does
not replace one. Values of a case do not stand in messages, in logs or in the repr of anything here.
"""

from sfo import working_days
from sfo._sfo import __version__, schema_names
from sfo.audit import Audit, ChangedCase, Effect, RulesDiff
from sfo.decision import Decision, Finding, PolicyId, Review, Step, WouldChange
from sfo.errors import (
    CalendarError,
    CodingsError,
    DocumentError,
    ExportError,
    OptionsError,
    OutsideCalendarError,
    PolicyError,
    RedactionError,
    SfoError,
    UnknownEntryError,
)
from sfo.learning import MultiAgency, Report, Themes
from sfo.policy import Case, Entry, Fact, Policy, themes
from sfo.redaction import Leak, LogEntry, RedactedStream, Redaction, Redactor, WordRedaction, people_from_csv
from sfo.timeline import Calendar, DatedEvent, Next, RuleResult, Skipped, Span, Targets, Timeline

__all__ = [
    "Audit",
    "Calendar",
    "CalendarError",
    "Case",
    "ChangedCase",
    "CodingsError",
    "DatedEvent",
    "Decision",
    "DocumentError",
    "Effect",
    "Entry",
    "ExportError",
    "Fact",
    "Finding",
    "Leak",
    "LogEntry",
    "MultiAgency",
    "Next",
    "OptionsError",
    "OutsideCalendarError",
    "Policy",
    "PolicyError",
    "PolicyId",
    "RedactedStream",
    "Redaction",
    "RedactionError",
    "Redactor",
    "Report",
    "Review",
    "RuleResult",
    "RulesDiff",
    "SfoError",
    "Skipped",
    "Span",
    "Step",
    "Targets",
    "Themes",
    "Timeline",
    "UnknownEntryError",
    "WordRedaction",
    "WouldChange",
    "__version__",
    "people_from_csv",
    "schema_names",
    "themes",
    "working_days",
]
