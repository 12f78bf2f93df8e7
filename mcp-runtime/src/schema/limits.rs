//! The bounds that keep a hostile instance, or an absurd schema, from costing more than it should.

/// Violations that one validation lists before it only says that there are more.
pub const MAX_VIOLATIONS: usize = 32;

/// Subschemas in one document.
pub(super) const MAX_SUBSCHEMAS: usize = 10_000;

/// Objects and arrays that one schema document may nest; what `serde_json` itself reads.
pub(super) const MAX_SCHEMA_DEPTH: usize = 128;

/// Hops of `$ref`, `allOf` and their like that may apply to one and the same value, one within the other.
pub(super) const MAX_IN_PLACE_DEPTH: usize = 64;

/// Subschemas that may apply to one and the same value, references expanded: `a` naming `b` twice, which names `c`
/// twice, and so on, doubles the work at each step while the document barely grows.
pub(super) const MAX_IN_PLACE_WORK: u64 = 100_000;

/// Subschemas under evaluation, one within the other. `serde_json` reads 128 levels and a recursive type costs two or
/// three subschemas a level, so this is out of reach of sane documents. As measured, the frames of an
/// unoptimised build then take about 1 MiB of the 2 MiB that a worker thread has.
pub(super) const MAX_CHECK_DEPTH: usize = 512;

/// Verdicts remembered in one validation (see `Run`); about 13 MiB when full. Forgetting some instead would bring the
/// exponential time back, so a validation that needs more fails.
pub(super) const MAX_REMEMBERED: usize = 1 << 18;

/// Bytes of one pattern's text.
pub(super) const MAX_PATTERN_BYTES: usize = 4_096;

/// Bytes of one compiled pattern. Time to search is proportional to it times the length of the string.
pub(super) const MAX_REGEX_BYTES: usize = 512 * 1024;
