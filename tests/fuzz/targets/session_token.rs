//! The ids of sessions: 28 bytes of what a token says and where it is changed,
//! then in lines its owner, somebody else, and a text that was never sealed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mcp_runtime::__fuzz::{Session, SessionKey};
use mcp_runtime::ProtocolVersion;

const HEAD: usize = 28;
const VERSIONS: [ProtocolVersion; 3] =
    [ProtocolVersion::V2025_03_26, ProtocolVersion::V2025_06_18, ProtocolVersion::V2025_11_25];
/// What the tokens of the seeds were sealed with; not what is used here.
const OTHER: [u8; 32] = [8; 32];

fuzz_target!(|bytes: &[u8]| {
    let Some((head, text)) = bytes.split_at_checked(HEAD) else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (owner, somebody, never_sealed) = (line(), line(), line());
    let keys = [[7; 32], OTHER].map(|secret| SessionKey::new(&secret).expect("it is long enough"));
    let [key, other_key] = keys;

    for owner in [owner, somebody, ""] {
        assert_eq!(key.open(never_sealed, owner), None, "it was never sealed");
    }

    let number =
        |from: usize| u64::from_be_bytes(head[from..from + 8].try_into().expect("8 bytes"));
    let session = Session {
        version: VERSIONS[usize::from(head[0]) % VERSIONS.len()],
        capabilities: head[1] & 0b1_1111,
        issued: number(2),
        nonce: head[10..26].try_into().expect("16 bytes"),
    };
    let token = key.seal(session, owner);
    assert!(token.bytes().all(|byte| (0x21..=0x7e).contains(&byte)), "a header cannot hold it");
    assert_eq!(key.open(&token, owner), Some(session));
    assert_eq!(other_key.open(&token, owner), None, "another server's");
    if somebody != owner {
        assert_eq!(key.open(&token, somebody), None, "somebody else's");
    }

    let at = usize::from(head[26]) % token.len();
    let mut changed = token.clone().into_bytes();
    changed[at] = head[27] & 0x7f;
    let changed = String::from_utf8(changed).expect("ASCII");
    if changed != token {
        assert_eq!(key.open(&changed, owner), None, "changed");
    }
    assert_eq!(key.open(&token[..at], owner), None, "cut off");
    let mut longer = token;
    longer.insert(at, char::from(head[27] & 0x7f));
    assert_eq!(key.open(&longer, owner), None, "longer");
});
