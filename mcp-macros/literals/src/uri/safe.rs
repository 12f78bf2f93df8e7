//! What a value may be.

/// What a value stands for in its URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One segment of the path.
    Segment,
    /// Several segments of the path.
    Segments,
    /// A parameter of the query, or the fragment.
    Text,
}

const SEPARATORS: [char; 2] = ['/', '\\'];
const CLIMBS: &str = "has a segment `..`; ask for what it leads to by its own URI";

/// Whether a decoded path leads out of where it begins, or may.
pub(super) fn climbs(path: &str) -> bool {
    path.split(SEPARATORS).any(|segment| segment == "..")
}

/// The sentence about a whole path, of which `variable` is a part.
pub(super) fn climbing(variable: &str) -> String {
    format!("the path around `{variable}` {CLIMBS}")
}

/// What is wrong with a decoded value, as the end of a sentence about it.
pub(super) fn problem(value: &str, place: Place) -> Option<&'static str> {
    if value.contains('\0') {
        Some("contains NUL; leave `%00` out")
    } else if climbs(value) {
        Some(CLIMBS)
    } else if place == Place::Segment && value.contains(SEPARATORS) {
        Some("is one segment; leave slashes and backslashes out, `%2F` and `%5C` as well")
    } else if place == Place::Segments && value.starts_with(SEPARATORS) {
        Some("begins with a slash; leave out one of those in front of it")
    } else {
        None
    }
}

/// `value`, if it can be joined to a folder and stays within it, whatever the platform: names with
/// single slashes between them, none of them `.` or `..`, without `\`, `:` and NUL. Symbolic links
/// in that folder are the file system's own matter.
///
/// What `{+path}` reads is no path of files yet: it may be `a//b` or `c:x`, because it may stand for
/// something else. This is for handlers that open files.
///
/// # Errors
/// A sentence that says what to write.
pub fn relative_path(value: &str) -> Result<&str, String> {
    let is_name =
        |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0']);
    if value.split('/').all(is_name) {
        return Ok(value);
    }
    Err(format!(
        "{value:?} is not a path below a folder; write names with single slashes between them, without \
         `.`, `..`, backslashes and colons"
    ))
}
