//! Tables that `cargo xtask gen` writes from `rules/`.

#[rustfmt::skip]
pub(crate) mod policy;
