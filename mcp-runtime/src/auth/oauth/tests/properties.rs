use authorization_server::Signer;
use futures_util::FutureExt as _;
use proptest::prelude::*;

use super::*;
use crate::auth::oauth::keys::KeySet;

const ISSUER: &str = "https://login.example.com";

fn fixed(signer: &Signer) -> JwtTokens {
    let keys = json!({ "keys": [signer.jwk("1")] }).to_string();
    JwtTokens::issuer(ISSUER).audience(HERE).jwks(keys)
}

fn answer(tokens: &JwtTokens, clock: &ManualClock, token: &str) -> Result<Principal, Rejection> {
    shown(tokens, clock, token).now_or_never().expect("nobody is asked")
}

/// Bytes of a token exchanged, taken out or put in.
fn mutated(token: &str, changes: &[(u8, prop::sample::Index, char)]) -> String {
    let mut characters: Vec<char> = token.chars().collect();
    for (kind, index, character) in changes {
        if characters.is_empty() {
            break;
        }
        let at = index.index(characters.len());
        match kind {
            0 => characters[at] = *character,
            1 => drop(characters.remove(at)),
            _ => characters.insert(at, *character),
        }
    }
    characters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// The signature's last character has bits that are not looked at by
    /// lenient decoders, and other texts of the same bytes would be the same
    /// token to a cache and another to a list of revoked ones: none passes.
    #[test]
    fn no_changed_token_passes(
        changes in prop::collection::vec(
            (0..3_u8, any::<prop::sample::Index>(), "[A-Za-z0-9._=-]".prop_map(|s| s.chars().next().unwrap_or('.'))),
            1..4,
        )
    ) {
        let (signer, clock) = (Signer::new("ES256"), ManualClock::new());
        let tokens = fixed(&signer);
        let claims = json!({ "iss": ISSUER, "sub": "a", "aud": HERE, "exp": now(&clock) + 60 });
        let token = signer.sign("1", &claims);
        prop_assert!(answer(&tokens, &clock, &token).is_ok());
        let changed = mutated(&token, &changes);
        prop_assume!(changed != token);
        prop_assert!(answer(&tokens, &clock, &changed).is_err(), "{token} -> {changed}");
    }

    #[test]
    fn no_text_passes_or_panics(text in any::<String>(), parts in "[A-Za-z0-9_-]{0,40}(\\.[A-Za-z0-9_-]{0,40}){0,4}") {
        let (signer, clock) = (Signer::new("ES256"), ManualClock::new());
        let tokens = fixed(&signer);
        prop_assert!(answer(&tokens, &clock, &text).is_err());
        prop_assert!(answer(&tokens, &clock, &parts).is_err());
    }

    /// Signed by the right key, so that every claim is looked at.
    #[test]
    fn a_claim_passes_only_where_it_is_as_specified(name in "iss|sub|aud|exp|nbf|iat|scope|scp", value in json_value()) {
        let (signer, clock) = (Signer::new("ES256"), ManualClock::new());
        let tokens = fixed(&signer);
        let mut claims = json!({ "iss": ISSUER, "sub": "a", "aud": HERE, "exp": now(&clock) + 60 });
        claims[&name] = value.clone();
        let passes = answer(&tokens, &clock, &signer.sign("1", &claims)).is_ok();
        let free = matches!(&*name, "scope" | "scp");
        let fits = match &*name {
            "sub" => value.as_str().is_some_and(|subject| !subject.is_empty()),
            "exp" => value.as_f64().is_some_and(|end| end > 1.8e9 - 60.0 && end < 253_402_300_800.0),
            "nbf" | "iat" => value.as_f64().is_some_and(|from| (0.0..=1.8e9 + 60.0).contains(&from)),
            "aud" => value == HERE || value.as_array().is_some_and(|list| list.contains(&json!(HERE))),
            _ => value == ISSUER,
        };
        prop_assert_eq!(passes, free || fits, "{}", claims);
    }

    #[test]
    fn no_key_set_panics(value in json_value(), member in "kty|crv|x|y|n|e|alg|use|key_ops|kid") {
        let mut jwk = Signer::new("ES256").jwk("1");
        jwk[&member] = value.clone();
        let _ = KeySet::parse(json!({ "keys": [jwk, value] }).to_string().as_bytes());
        let _ = KeySet::parse(value.to_string().as_bytes());
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0.0..4e9_f64).prop_map(Value::from),
        (0..4_000_000_000_u64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!(HERE)),
        Just(json!(ISSUER)),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..4).prop_map(Value::from_iter),
        ]
    })
}
