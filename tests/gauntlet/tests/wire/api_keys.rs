//! API keys, and those who guess them.

use serde_json::json;

use crate::harness::{Caller, Door, Era, Setup};

const ERAS: [Era; 2] = [Era::Modern, Era::Legacy];
const ALICE: &str = "alice-key-0000000000000000";
const BOB: &str = "bob-key-0000000000000000";
const CAROL: &str = "carol-key-0000000000000000";
const UNKNOWN: &str =
    "Bearer error=\"invalid_token\", error_description=\"the credential is not known here\"";

#[test]
fn a_key_is_shown_in_either_header() {
    let door = Door::open(&Setup::default().argument("--require-auth"));
    for era in ERAS {
        for (key, tool, text) in [
            (ALICE, "vault", "gold"),
            (BOB, "secret", "known as bob"),
            (CAROL, "admin", "more gold"),
        ] {
            assert_eq!(door.caller(era).bearer(key).call(tool).text(), text);
            assert_eq!(door.caller(era).header("X-API-Key", key).call(tool).text(), text);
            assert_eq!(
                door.caller(era)
                    .header("authorization", &format!("bearer {key}"))
                    .call(tool)
                    .text(),
                text
            );
        }
    }
}

#[test]
fn a_key_that_is_wrong_or_shown_wrongly() {
    let door = Door::open(&Setup::default().variable("RUST_LOG", "trace"));
    let wrong = "mallory-key-00000000000000";
    for era in ERAS {
        for caller in [door.caller(era).bearer(wrong), door.caller(era).header("X-API-Key", wrong)]
        {
            let refused = caller.call("echo");
            let error = refused.refusal(401, Some(UNKNOWN));
            assert_eq!(error["error"], "UNAUTHENTICATED");
            assert!(!refused.whole().contains("mallory"), "{refused:?}");
        }
        for (caller, why) in [
            (
                door.caller(era).bearer(ALICE).header("X-API-Key", ALICE),
                "send either Authorization or X-API-Key, not both",
            ),
            (
                door.caller(era).bearer(ALICE).bearer(BOB),
                "send one Authorization or X-API-Key header, not several",
            ),
            (door.caller(era).header("Authorization", "Bearer"), "a credential is one word"),
            (door.caller(era).header("X-API-Key", "alice key"), "a credential is one word"),
        ] {
            let challenge =
                format!("Bearer error=\"invalid_request\", error_description=\"{why}\"");
            let refused = caller.call("vault");
            assert_eq!(refused.refusal(400, Some(&challenge))["error"], "UNAUTHENTICATED");
            assert!(!refused.whole().contains("alice"), "{refused:?}");
        }
    }
    // Of another scheme: nothing was shown.
    for era in ERAS {
        for other in ["Basic YWxpY2U6", ALICE] {
            let refused = door.caller(era).header("Authorization", other).call("vault");
            let challenge = "Bearer scope=\"vault:read\"";
            assert_eq!(refused.refusal(401, Some(challenge))["error"], "UNAUTHENTICATED");
            assert!(!refused.whole().contains("alice"), "{refused:?}");
        }
    }
    let stderr = door.close().stderr;
    assert!(stderr.contains("the credential is not known here"), "{stderr}");
    assert!(!stderr.contains("mallory") && !stderr.contains("alice-key"), "{stderr}");
}

#[test]
fn where_all_is_private_nothing_is_told_to_strangers() {
    let door = Door::open(&Setup::default().argument("--require-auth"));
    for era in ERAS {
        for (caller, challenge) in [
            (door.caller(era), "Bearer"),
            (door.caller(era).bearer("mallory-key-00000000000000"), UNKNOWN),
        ] {
            for method in ["server/discover", "initialize", "tools/list", "ping"] {
                let refused = caller.request(method);
                let error = refused.refusal(401, Some(challenge));
                assert_eq!(error["error"], "UNAUTHENTICATED", "{method}");
                assert!(!refused.whole().contains("gauntlet"), "{method}: {refused:?}");
            }
            let refused = caller.call("add");
            assert_eq!(refused.refusal(401, Some(challenge))["error"], "UNAUTHENTICATED");
            assert_eq!(caller.get("/mcp").status, 401);
        }
    }
    let bob = door.caller(Era::Modern).bearer(BOB);
    for method in ["server/discover", "tools/list"] {
        let result = bob.request(method).json()["result"].clone();
        assert_eq!(result["cacheScope"], "private", "{method}: {result}");
    }
}

#[test]
fn whoever_guesses_has_to_wait_and_others_need_not() {
    let setup = Setup::default().argument("--require-auth").argument("--manual-clock");
    let door = Door::open(&setup);
    let near = |key: &str| door.caller(Era::Modern).from([127, 0, 0, 1]).bearer(key);
    let far = |key: &str| door.caller(Era::Legacy).from([127, 0, 0, 2]).bearer(key);
    let throttled = |caller: Caller<'_>| {
        let refused = caller.call("secret");
        let error = refused.refusal(429, None);
        assert_eq!((&error["error"], &error["retryAfter"]), (&json!("RATE_LIMITED"), &json!(60)));
        assert_eq!(refused.header("retry-after"), Some("60"));
        assert_eq!(refused.json()["error"]["code"], 429);
    };
    assert_eq!(near(CAROL).call("admin").text(), "more gold");
    for number in 0..10 {
        near(&format!("guess-number-{number:08}")).call("secret").refusal(401, Some(UNKNOWN));
    }
    // The right one as well: it must not pay to go on.
    throttled(near(BOB));
    throttled(near("guess-number-99999999"));
    throttled(door.caller(Era::Legacy).from([127, 0, 0, 1]).header("X-API-Key", BOB));
    // But not one that came before: somebody else may be behind that address.
    assert_eq!(near(CAROL).call("admin").text(), "more gold");
    assert_eq!(far(BOB).call("secret").text(), "known as bob");
    assert_eq!(far("guess-number-99999999").call("secret").status, 401);
    door.process().move_clock();
    door.process().move_clock();
    assert_eq!(near(ALICE).call("vault").text(), "gold");
}

/// A client that is throttled needs them more than any other.
#[test]
fn the_metadata_is_for_everybody_whatever_they_guessed() {
    let issuer = crate::harness::Issuer::start();
    let door = Door::open(&Setup::default().argument("--issuer").argument(issuer.issuer()));
    let guess = |number: u32| format!("mallory-key-{number:014}");
    let stranger = door.caller(Era::Modern);
    let caller = |number| stranger.clone().bearer(&guess(number));
    for number in 0..10 {
        assert_eq!(caller(number).call("secret").status, 401);
    }
    let caller = caller(10);
    assert_eq!(caller.call("secret").status, 429);
    assert_eq!(caller.get("/.well-known/oauth-protected-resource/mcp").status, 200);
    assert_eq!(caller.get("/.well-known/oauth-protected-resource").status, 200);
}
