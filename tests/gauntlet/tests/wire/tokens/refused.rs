//! Every refusal that there is, where it matters: on HTTP in both eras, and on
//! stdio.

use authorization_server::Signer;
use serde_json::json;

use super::{ERAS, accepting, assert_invalid, assert_not_in, call_open, forged};
use crate::harness::{Door, Era, Issuer, Ledger, Scratch};

#[test]
fn over_http_each_says_why_and_none_is_shown() {
    let issuer = Issuer::start();
    let forged = forged::all(&issuer);
    // Also where it would not have been needed.
    for setup in [accepting(&issuer), accepting(&issuer).argument("--require-auth")] {
        let scratch = Scratch::new();
        let ledger = Ledger::at(scratch.file("calls.jsonl"));
        let door = Door::open(&setup.variable("RUST_LOG", "trace").ledger(ledger.path()));
        let good = issuer.token(json!({}));
        for era in ERAS {
            assert_eq!(door.caller(era).bearer(&good).call("secret").text(), "known as dora");
            for (what, token, why) in &forged {
                eprintln!("{era:?}: {what}");
                let refused = call_open(&door.caller(era).bearer(token));
                assert_invalid(&door, token, why, &refused);
            }
        }
        let finished = door.close();
        assert_eq!(finished.code, Some(0), "{finished:?}");
        let records = std::fs::read_to_string(ledger.path()).expect("a ledger");
        assert_eq!(records.matches("principal ").count(), 2, "only those who are known: {records}");
        assert!(
            finished.stderr.contains("TRACE") || finished.stderr.contains("DEBUG"),
            "all is logged"
        );
        assert!(finished.stderr.contains(forged[0].2), "refusals are logged: {}", finished.stderr);
        for token in forged.iter().map(|(_, token, _)| token).chain([&good]) {
            assert_not_in(token, &finished.stderr);
            assert_not_in(token, &records);
        }
    }
}

#[test]
fn in_a_session_that_is_open_each_is_refused_as_well() {
    let issuer = Issuer::start();
    let forged = forged::all(&issuer);
    let door = Door::open(&accepting(&issuer));
    let known = door.caller(Era::Legacy);
    let session = known.clone().bearer(&issuer.token(json!({}))).session().expect("it is open");
    for (what, token, why) in forged {
        eprintln!("{what}");
        let caller = door.caller(Era::Legacy).bearer(&token);
        assert_invalid(&door, &token, why, &caller.call_in(&session, "secret"));
    }
}

#[test]
fn on_stdio_the_server_does_not_start() {
    let issuer = Issuer::start();
    let unpublished = Signer::new("ES256").sign("elsewhere", &issuer.claims());
    let why = "the token is signed with a key that its issuer does not publish";
    let unpublished = ("a key that nobody publishes".to_owned(), unpublished, why);
    for (what, token, why) in forged::all(&issuer).into_iter().chain([unpublished]) {
        eprintln!("{what}");
        let setup = accepting(&issuer).variable("RUST_LOG", "trace");
        let finished = setup.variable("MCP_ACCESS_TOKEN", &token).run();
        assert_eq!(finished.code, Some(1), "{finished:?}");
        assert_eq!(finished.stdout, "");
        let expected = format!("the credential in MCP_ACCESS_TOKEN is not accepted: {why}");
        assert!(finished.stderr.contains(&expected), "{finished:?}");
        assert_not_in(&token, &finished.stderr);
    }
}

/// Credentials belong into headers: addresses end up in logs.
#[test]
fn in_the_address_a_token_is_of_no_use() {
    let issuer = Issuer::start();
    let door =
        Door::open(&accepting(&issuer).argument("--require-auth").variable("RUST_LOG", "trace"));
    let token = issuer.token(json!({}));
    let caller = door.caller(Era::Modern);
    let refused = caller.get(&format!("/mcp?access_token={token}"));
    assert_eq!(refused.status, 401, "{refused:?}");
    assert_not_in(&token, &refused.whole());
    assert_not_in(&token, &door.close().stderr);
}

#[test]
fn whose_keys_cannot_be_had_is_told_when_to_come_back() {
    for era in ERAS {
        let issuer = Issuer::start();
        issuer.fault(authorization_server::JWKS, authorization_server::Fault::Status(500));
        let door = Door::open(&accepting(&issuer));
        let refused = call_open(&door.caller(era).bearer(&issuer.token(json!({}))));
        let error = refused.refusal(503, None);
        assert_eq!((&error["error"], &error["retryable"]), (&json!("OVERLOADED"), &json!(true)));
        let wait: u64 =
            refused.header("retry-after").expect("it is said").parse().expect("seconds");
        assert!((1..=5).contains(&wait), "{refused:?}");
        // Others do not need them.
        let bob = door.caller(era).bearer("bob-key-0000000000000000");
        assert_eq!(bob.call("secret").text(), "known as bob");
    }
}
