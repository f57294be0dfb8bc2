//! The one error type: a policy or a calendar that cannot be loaded.
//!
//! Judging a record never fails: what is wrong with a record is a [finding](crate::finding) on it.

use std::borrow::Cow;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not JSON, or not of the shape that is asked for.
    Malformed,
    /// The policy contradicts itself or names something that it does not have.
    Inconsistent,
    /// A length, depth or count is past its bound.
    TooLarge,
    /// The digest given does not fit the contents.
    DigestMismatch,
    /// What was to be hidden still stands in a redacted text, which is not handed out.
    Leak,
}

/// Why a policy could not be loaded.
///
/// # Examples
///
/// ```
/// use sfo_core::{ErrorKind, Policy};
///
/// let error = Policy::from_json("{}").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Malformed);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    code: &'static str,
    path: String,
    message: Cow<'static, str>,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { kind, code, path: path.into(), message: message.into() }
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// A stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The JSON Pointer of the place in the policy; empty for the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}
