//! Tables that `cargo xtask gen` writes from `rules/`.

#[rustfmt::skip]
pub(crate) mod policy;

/// `sha256:` and the digest of the policy.
pub(crate) const DIGEST: &str = include_str!("policy.digest");
