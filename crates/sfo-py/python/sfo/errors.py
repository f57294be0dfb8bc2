"""What can go wrong: a policy or an export that cannot be read.

Judging a record never raises. What is wrong with a record is a finding on its decision.
"""

from __future__ import annotations

__all__ = ["ExportError", "PolicyError", "SfoError", "UnknownEntryError"]


class SfoError(Exception):
    """The one root of this package's exceptions.

    ``code`` is stable and is for programs. ``path`` is the place, as a JSON Pointer or a column name; it is empty
    for the whole. The message never holds a value of a case.

    >>> error = SfoError("the policy is not readable", "policy_malformed")
    >>> error.code, error.path, str(error)
    ('policy_malformed', '', 'the policy is not readable')
    """

    code: str
    path: str

    def __init__(self, message: str, code: str, path: str = "") -> None:
        # All the arguments stand in `args`, so that the exception can be pickled.
        super().__init__(message, code, path)
        self.code = code
        self.path = path

    def __str__(self) -> str:
        return str(self.args[0])


class PolicyError(SfoError):
    """A policy that cannot be loaded.

    >>> import sfo
    >>> try:
    ...     sfo.Policy.from_json("{}")
    ... except sfo.PolicyError as error:
    ...     print(error.code)
    policy_malformed
    """


class UnknownEntryError(SfoError, LookupError):
    """A number that no entry of the policy has.

    >>> import sfo
    >>> try:
    ...     sfo.Policy.builtin().entry(77)
    ... except sfo.UnknownEntryError as error:
    ...     print(error)
    the policy has no entry with this number
    """


class ExportError(SfoError):
    """An export that cannot be read as a whole: its encoding, its header, its dates or its length of line."""
