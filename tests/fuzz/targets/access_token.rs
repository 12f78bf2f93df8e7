//! What callers show to be let in: the records of API keys, a bearer token,
//! and a JWT in parts. In parts it is lines: a header, claims, and what stands
//! for the signature; `sign` there has the header and the claims signed by the
//! issuer, whatever they say.
#![no_main]

use std::sync::LazyLock;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, HeaderValue, header};
use libfuzzer_sys::fuzz_target;
use mcp_runtime::__fuzz::{attempt, shown};
use mcp_runtime::testing::{ManualClock, json};
use mcp_runtime::{ApiKeys, Authenticator, Credential, JwtTokens, KeyRecord, Principal, Scheme};
use serde_json::Value;

const ISSUER: &str = "https://login.example.com";
const HERE: &str = "https://mcp.example.com/mcp";
const KEY: &str = "alice-key-0000000000000000";
/// What the clock shows, in seconds, and how much it may differ.
const NOW: f64 = 1_800_000_000.0;
const SKEW: f64 = 60.0;

/// Ed25519, whose signatures nobody can change into another of the same text.
static ISSUERS_KEY: LazyLock<Ed25519KeyPair> =
    LazyLock::new(|| Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("32 bytes are a key"));

/// A token that is accepted. It is in the seeds.
static VALID: LazyLock<String> = LazyLock::new(|| {
    let claims = json!({ "iss": ISSUER, "sub": "alice", "aud": HERE, "exp": 1_900_000_000 });
    sign(r#"{"alg":"EdDSA","typ":"at+jwt","kid":"1"}"#, &claims.to_string())
});

struct Known {
    keys: ApiKeys,
    tokens: JwtTokens,
    clock: ManualClock,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let public = URL_SAFE_NO_PAD.encode(ISSUERS_KEY.public_key());
    // The others are of RFC 7517, A.1, so that all kinds of keys are asked.
    let jwks = json!({ "keys": [
        { "kty": "OKP", "crv": "Ed25519", "kid": "1", "x": public },
        { "kty": "EC", "crv": "P-256", "kid": "2",
          "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
          "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" },
        { "kty": "RSA", "kid": "3", "e": "AQAB",
          "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw" },
    ] });
    let known = Known {
        keys: ApiKeys::new().key("alice", KEY, "vault:read"),
        tokens: JwtTokens::issuer(ISSUER).audience(HERE).jwks(jwks.to_string()),
        clock: ManualClock::new(),
    };
    assert!(accepted(&known, &known.tokens, &VALID).is_some(), "no token is accepted");
    assert!(accepted(&known, &known.keys, KEY).is_some(), "no key is accepted");
    known
});

fuzz_target!(|bytes: &[u8]| {
    let known = &*KNOWN;
    header(known, bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        record(text);
        token(known, text);
        parts(known, text);
    }
});

/// As the value of a header.
fn header(known: &Known, bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else { return };
    for name in [header::AUTHORIZATION, "x-api-key".parse().expect("a name")] {
        let mut headers = HeaderMap::new();
        headers.insert(name.clone(), value.clone());
        let Ok(Some(credential)) = shown(&headers) else { continue };
        let text = credential.expose().to_owned();
        assert!(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()), "{text:?}");
        assert!(!text.contains(','), "two in one: {text:?}");
        let scheme = credential.scheme();
        assert_eq!(scheme == Scheme::ApiKey, name != header::AUTHORIZATION);
        let asked = attempt(credential, known.clock.clone().into());
        for to in [known.tokens.at_hand(&asked), known.keys.at_hand(&asked)] {
            let answer = to.expect("nobody has to be asked");
            assert!(answer.is_err() || text == KEY || text == *VALID, "{text} is accepted");
        }
        headers.append(name, value.clone());
        assert!(shown(&headers).is_err(), "it stands there twice");
    }
}

/// What is read as a record is written so that it is read again.
fn record(text: &str) {
    match text.parse::<KeyRecord>() {
        Ok(record) => {
            let written = record.to_string();
            assert_eq!(written.parse().as_ref(), Ok(&record), "{written}");
        }
        Err(error) => assert!(!error.to_string().contains(KEY), "a key is repeated: {error}"),
    }
}

fn token(known: &Known, text: &str) {
    assert!(accepted(known, &known.tokens, text).is_none() || text == *VALID, "{text} is accepted");
    assert!(accepted(known, &known.keys, text).is_none() || text == KEY, "{text} is accepted");
}

fn parts(known: &Known, text: &str) {
    let mut lines = text.splitn(3, '\n');
    let (Some(header), Some(claims), Some(signature)) = (lines.next(), lines.next(), lines.next())
    else {
        return;
    };
    if signature != "sign" {
        return token(known, &format!("{}.{signature}", unsigned(header, claims)));
    }
    let Some(caller) = accepted(known, &known.tokens, &sign(header, claims)) else { return };
    // By another parser, which of two members of one name takes the last.
    let header: Value = serde_json::from_str(header).expect("a header is JSON");
    let claims: Value = serde_json::from_str(claims).expect("claims are JSON");
    assert!(header["alg"] == "EdDSA" || header["alg"] == "Ed25519", "{header}");
    assert!(header.get("crit").is_none(), "{header}");
    assert!(header.get("kid").is_none_or(|kid| *kid == "1" || kid.is_null()), "{header}");
    assert_eq!(claims["iss"], ISSUER);
    assert_eq!(claims["sub"], *caller.subject());
    assert!(!caller.subject().is_empty());
    let audience = &claims["aud"];
    let names = audience.as_array().is_some_and(|names| names.contains(&json!(HERE)));
    assert!(names || *audience == HERE, "{audience}");
    assert!(claims["exp"].as_f64().is_some_and(|end| end > NOW - SKEW), "{claims}");
    for begin in ["nbf", "iat"] {
        let begins = claims.get(begin).map(|time| time.as_f64().expect("a time is a number"));
        assert!(begins.is_none_or(|begin| begin <= NOW + SKEW), "{claims}");
    }
}

fn accepted(known: &Known, by: &impl Authenticator, text: &str) -> Option<Principal> {
    let credential = Credential::new(Scheme::Bearer, text);
    by.at_hand(&attempt(credential, known.clock.clone().into())).expect("nobody is asked").ok()
}

fn unsigned(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

fn sign(header: &str, claims: &str) -> String {
    let message = unsigned(header, claims);
    let signature = ISSUERS_KEY.sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}
