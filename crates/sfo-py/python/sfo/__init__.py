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

from typing import TYPE_CHECKING

from sfo._sfo import __version__, schema_names
from sfo.decision import Decision
from sfo.errors import (
    CalendarError,
    CheckError,
    CodingsError,
    DocumentError,
    ExportError,
    FrameError,
    OptionsError,
    OutsideCalendarError,
    PolicyError,
    RedactionError,
    SfoError,
    UnknownEntryError,
)
from sfo.policy import Policy, themes

if TYPE_CHECKING:
    from sfo import working_days
    from sfo.audit import Audit, ChangedCase, Effect, RulesDiff
    from sfo.columns import OUTPUT_COLUMNS, Suggestion, load_columns
    from sfo.decision import Finding, PolicyId, Review, Step, WouldChange
    from sfo.frames import Result, suggest_columns
    from sfo.learning import MultiAgency, Report, Themes
    from sfo.policy import Case, Entry, Fact
    from sfo.redaction import Leak, LogEntry, RedactedStream, Redaction, Redactor, WordRedaction, people_from_csv
    from sfo.timeline import Calendar, DatedEvent, Next, RuleResult, Skipped, Span, Targets, Timeline
else:
    # Loaded when they are asked for, so that a program that asks one thing does not wait for all.
    _LATER = {
        "sfo.audit": ("Audit", "ChangedCase", "Effect", "RulesDiff"),
        "sfo.columns": ("OUTPUT_COLUMNS", "Suggestion", "load_columns"),
        "sfo.frames": ("Result", "suggest_columns"),
        "sfo.learning": ("MultiAgency", "Report", "Themes"),
        "sfo.policy": ("Case", "Entry", "Fact"),
        "sfo.redaction": (
            "Leak",
            "LogEntry",
            "RedactedStream",
            "Redaction",
            "Redactor",
            "WordRedaction",
            "people_from_csv",
        ),
        "sfo.timeline": ("Calendar", "DatedEvent", "Next", "RuleResult", "Skipped", "Span", "Targets", "Timeline"),
        "sfo.types": ("Finding", "PolicyId", "Review", "Step", "WouldChange"),
    }
    _MODULES = ("duckdb", "spark", "types", "working_days")

    def __getattr__(name: str) -> object:
        import importlib

        if name in _MODULES:
            return importlib.import_module(f"sfo.{name}")
        for module, names in _LATER.items():
            if name in names:
                found = getattr(importlib.import_module(module), name)
                globals()[name] = found
                return found
        raise AttributeError(f"module 'sfo' has no attribute {name!r}")


__all__ = [
    "OUTPUT_COLUMNS",
    "Audit",
    "Calendar",
    "CalendarError",
    "Case",
    "ChangedCase",
    "CheckError",
    "CodingsError",
    "DatedEvent",
    "Decision",
    "DocumentError",
    "Effect",
    "Entry",
    "ExportError",
    "Fact",
    "Finding",
    "FrameError",
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
    "Result",
    "Review",
    "RuleResult",
    "RulesDiff",
    "SfoError",
    "Skipped",
    "Span",
    "Step",
    "Suggestion",
    "Targets",
    "Themes",
    "Timeline",
    "UnknownEntryError",
    "WordRedaction",
    "WouldChange",
    "__version__",
    "load_columns",
    "people_from_csv",
    "schema_names",
    "suggest_columns",
    "themes",
    "working_days",
]
