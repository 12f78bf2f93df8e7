//! Keys come and go.

use authorization_server::{JWKS, METADATA, Signer};
use serde_json::json;

use super::{ERAS, accepting, assert_invalid, assert_not_in, call_open};
use crate::harness::{Door, Era, Issuer, Response, on_every_route};

const UNPUBLISHED: &str = "the token is signed with a key that its issuer does not publish";

#[test]
fn a_new_key_is_fetched_and_the_old_one_is_done_with() {
    let issuer = Issuer::at_the_beginning();
    let door = Door::open(&accepting(&issuer).argument("--manual-clock"));
    let old = issuer.token(json!({}));
    let caller = door.caller(Era::Legacy).bearer(&old);
    let session = caller.session().expect("it is open");
    for era in ERAS {
        assert_eq!(door.caller(era).bearer(&old).call("vault").text(), "gold");
    }
    issuer.rotate();
    door.process().move_clock();
    let new = issuer.token(json!({}));
    for era in ERAS {
        assert_eq!(door.caller(era).bearer(&new).call("vault").text(), "gold");
        let refused = call_open(&door.caller(era).bearer(&old));
        assert_invalid(&door, &old, UNPUBLISHED, &refused);
    }
    assert_invalid(&door, &old, UNPUBLISHED, &caller.call_in(&session, "vault"));
    // The session is its caller's, whose token is another one now.
    let caller = door.caller(Era::Legacy).bearer(&new);
    assert_eq!(caller.call_in(&session, "vault").text(), "gold");
    assert_eq!(issuer.count(JWKS), 2);
}

/// Whoever makes key ids up makes nobody fetch more than once in 30 s, and
/// nobody refuse a key that is new.
#[test]
fn unknown_keys_cost_one_fetch() {
    let issuer = Issuer::at_the_beginning();
    let door = Door::open(&accepting(&issuer).argument("--manual-clock"));
    let good = issuer.token(json!({}));
    assert_eq!(door.caller(Era::Modern).bearer(&good).call("vault").text(), "gold");
    let (stranger, signer) = (Signer::new("ES256"), Signer::new("ES256"));
    let new = signer.sign("new", &issuer.claims());
    for fetches in 1..=3 {
        for era in ERAS {
            for number in 0..10 {
                let token = stranger.sign(&format!("{fetches} {number}"), &issuer.claims());
                let refused = call_open(&door.caller(era).bearer(&token));
                // The one that a fetch is made for, which is the first.
                if fetches > 1 && number == 0 {
                    assert_invalid(&door, &token, UNPUBLISHED, &refused);
                } else {
                    assert_put_off(&token, &refused);
                }
            }
            if fetches == 1 {
                assert_put_off(&new, &call_open(&door.caller(era).bearer(&new)));
            }
            assert_eq!(door.caller(era).bearer(&good).call("vault").text(), "gold");
        }
        issuer.publish(signer.jwk("new"));
        assert_eq!((issuer.count(JWKS), issuer.count(METADATA)), (fetches, fetches));
        door.process().move_clock();
    }
    for era in ERAS {
        assert_eq!(door.caller(era).bearer(&new).call("vault").text(), "gold");
    }
    assert_eq!(issuer.count(JWKS), 3, "made-up keys have brought it");
}

/// The caller is to come back when the next fetch may begin.
#[track_caller]
fn assert_put_off(token: &str, refused: &Response) {
    let error = refused.refusal(503, None);
    assert_eq!((&error["error"], &error["retryable"]), (&json!("OVERLOADED"), &json!(true)));
    assert_eq!(refused.header("retry-after"), Some("30"), "{refused:?}");
    assert_not_in(token, &refused.whole());
}

/// Without a token that would make it look.
#[test]
fn a_key_that_was_withdrawn_is_not_believed_for_long() {
    on_every_route(|route| {
        let issuer = Issuer::at_the_beginning();
        let setup = accepting(&issuer).argument("--manual-clock");
        let mut connection = route.connect(&setup.credential(issuer.token(json!({}))));
        assert_eq!(connection.call("vault", json!({})).text(), "gold");
        issuer.rotate();
        for _ in 0..20 {
            connection.process().move_clock(); // ten minutes in all
        }
        let error = crate::auth::refusal(&mut *connection, "vault");
        assert_eq!(error["error"], "UNAUTHENTICATED", "{error}");
    });
}
