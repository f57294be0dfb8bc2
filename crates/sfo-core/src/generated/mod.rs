//! Tables that `cargo xtask gen` writes from `rules/`.

#[cfg(not(feature = "packed"))]
#[rustfmt::skip]
pub(crate) mod policy;

/// `sha256:` and the digest of the policy.
pub(crate) const DIGEST: &str = include_str!("policy.digest");

/// The policy as texts and numbers: see `policy::pack`.
#[cfg(feature = "packed")]
pub(crate) const TEXTS: &[u8] = include_bytes!("policy.texts.bin");
#[cfg(feature = "packed")]
pub(crate) const NUMBERS: &[u8] = include_bytes!("policy.numbers.bin");
