//! Where the key of older clients' sessions comes from, if not from the
//! builder.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::web::too_short;
use crate::error::{Problems, Result};
use crate::health::KeyOrigin;
use crate::seal::SigningKey;

const SECRET: &str = "MCP_SIGNING_KEY";
/// What supervisors hand out secrets by: they keep them out of the environment,
/// which other processes can read and children inherit.
const FILE: &str = "MCP_SIGNING_KEY_FILE";
/// Far more than a secret; a path that was mistaken is not read to its end.
const LARGEST: u64 = 4096;

/// The key, and whether it outlives the process.
pub(super) fn from_environment() -> Result<(SigningKey, KeyOrigin)> {
    let mut problems = Problems::default();
    match read(|name| std::env::var_os(name)) {
        Ok(key) => return Ok(key),
        Err(problem) => problems.add(problem),
    }
    problems.finish()?;
    unreachable!("a problem was added")
}

fn read(variable: impl Fn(&str) -> Option<OsString>) -> Result<(SigningKey, KeyOrigin), String> {
    match secret(variable)? {
        Some((source, secret)) => match SigningKey::new(&secret) {
            Some(key) => Ok((key, KeyOrigin::Configured)),
            None => Err(too_short(&source)),
        },
        None => match SigningKey::random() {
            Ok(key) => Ok((key, KeyOrigin::Random)),
            Err(error) => Err(format!("no random signing key: {error}")),
        },
    }
}

/// What was configured, and where.
fn secret(
    variable: impl Fn(&str) -> Option<OsString>,
) -> Result<Option<(String, Vec<u8>)>, String> {
    match (variable(SECRET), variable(FILE)) {
        (Some(_), Some(_)) => Err(format!("{SECRET} and {FILE} are both set: unset one of them")),
        (Some(secret), None) => Ok(Some((SECRET.to_owned(), secret.into_encoded_bytes()))),
        (None, Some(path)) => {
            let source = format!("{FILE}: {}", path.display());
            match contents(Path::new(&path)) {
                Ok(secret) => Ok(Some((source, secret))),
                Err(error) => Err(format!("{source} cannot be read: {error}")),
            }
        }
        (None, None) => Ok(None),
    }
}

fn contents(path: &Path) -> io::Result<Vec<u8>> {
    let mut secret = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut secret)?;
    if secret.len() as u64 > LARGEST {
        return Err(io::Error::other(format!("it has more than {LARGEST} bytes")));
    }
    // Programs and editors that write a line end it.
    secret.truncate(secret.trim_ascii_end().len());
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "0123456789abcdef0123456789abcdef";

    fn variables<'a>(
        secret: Option<&'a str>,
        file: Option<&'a Path>,
    ) -> impl Fn(&str) -> Option<OsString> + 'a {
        move |name| if name == SECRET { secret.map(Into::into) } else { file.map(Into::into) }
    }

    /// A file of its own that goes away with it.
    struct Secret(std::path::PathBuf);

    impl Secret {
        fn of(name: &str, contents: &[u8]) -> Self {
            let name = format!("mcp-signing-key-{}-{name}", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, contents).unwrap();
            Self(path)
        }
    }

    impl Drop for Secret {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    #[test]
    fn a_file_holds_what_the_variable_would() {
        let file = Secret::of("same", format!("{LONG}\r\n").as_bytes());
        for variables in [variables(None, Some(&file.0)), variables(Some(LONG), None)] {
            let (_, secret) = secret(&variables).unwrap().unwrap();
            assert_eq!(secret, LONG.as_bytes());
            assert!(read(variables).is_ok());
        }
        assert!(secret(variables(None, None)).unwrap().is_none());
    }

    #[test]
    fn what_cannot_be_a_key_is_said_and_never_shown() {
        let short = Secret::of("short", b"sixteen bytes...\n");
        let spaces = Secret::of("spaces", &[b' '; 64]);
        let large = Secret::of("large", &[b'x'; 5000]);
        let missing = Path::new("/no/such/key");
        for (secret, file, part) in [
            (Some(LONG), Some(missing), "both set"),
            (Some("short"), None, "MCP_SIGNING_KEY needs at least 32 bytes"),
            (None, Some(missing), "/no/such/key cannot be read"),
            (None, Some(short.0.as_path()), "at least 32 bytes"),
            (None, Some(spaces.0.as_path()), "at least 32 bytes"),
            (None, Some(large.0.as_path()), "more than 4096 bytes"),
        ] {
            let problem = read(variables(secret, file)).unwrap_err();
            assert!(problem.contains(part), "{problem}");
            assert!(!problem.contains("sixteen") && !problem.contains(LONG), "{problem}");
        }
    }
}
