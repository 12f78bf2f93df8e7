//! Who may do what, by each way that HTTP takes to the server.

use std::thread;

use serde_json::json;

use crate::harness::{Caller, Door, Era, Issuer, Setup, Way};

const ERAS: [Era; 2] = [Era::Modern, Era::Legacy];
const ALICE: &str = "alice-key-0000000000000000";
const BOB: &str = "bob-key-0000000000000000";
const CAROL: &str = "carol-key-0000000000000000";

/// Runs a test on all ways at once. The name of its thread tells which one
/// failed.
fn on_every_way(setup: &Setup, test: impl Fn(&Door, Way) + Sync) {
    let test = &test;
    thread::scope(|scope| {
        for way in Way::ALL {
            let run = move || test(&Door::open_by(way, setup), way);
            let thread = thread::Builder::new().name(format!("{way:?}"));
            thread.spawn_scoped(scope, run).expect("a thread");
        }
    });
}

/// Where a challenge has to say that the metadata is: the path of the endpoint
/// comes behind the well-known part, and what an application nests it under
/// before.
fn metadata(door: &Door, way: Way) -> String {
    let prefix = if way == Way::Nested { "/tools" } else { "" };
    door.url(&format!("{prefix}/.well-known/oauth-protected-resource/mcp"))
}

fn accepting(issuer: &Issuer) -> Setup {
    Setup::default().argument("--issuer").argument(issuer.issuer())
}

#[test]
fn the_endpoint_is_where_clients_are_told() {
    for (way, scheme, path) in [
        (Way::Http1, "http", "/mcp"),
        (Way::Https2, "https", "/mcp"),
        (Way::Nested, "http", "/tools/mcp"),
    ] {
        let door = Door::open_by(way, &Setup::default());
        assert!(door.endpoint().starts_with(&format!("{scheme}://127.0.0.1:")));
        assert_eq!(door.path(door.endpoint()), path);
    }
}

#[test]
fn a_challenge_leads_to_the_metadata_of_this_very_endpoint() {
    let issuer = Issuer::start();
    for setup in [accepting(&issuer), accepting(&issuer).argument("--require-auth")] {
        on_every_way(&setup, |door, way| {
            let stranger = door.caller(Era::Modern);
            let metadata = metadata(door, way);
            for (tool, scopes) in [
                ("secret", ""),
                ("vault", "scope=\"vault:read\", "),
                ("admin", "scope=\"vault:read vault:write\", "),
            ] {
                let challenge = format!("Bearer {scopes}resource_metadata=\"{metadata}\"");
                let error = stranger.call(tool).refusal(401, Some(&challenge));
                assert_eq!(error["error"], "UNAUTHENTICATED");
            }
            let document = stranger.get(door.path(&metadata));
            assert_eq!(document.status, 200, "{document:?}");
            assert_eq!(document.header("access-control-allow-origin"), Some("*"));
            let document = document.json();
            assert_eq!(document["resource"], door.endpoint());
            assert_eq!(document["authorization_servers"], json!([issuer.issuer()]));
        });
    }
}

#[test]
fn a_denial_names_all_scopes() {
    let issuer = Issuer::start();
    on_every_way(&accepting(&issuer), |door, way| {
        let token = issuer.token(json!({"scope": "vault:read"}));
        for era in ERAS {
            for shown in [ALICE, BOB, &token] {
                let refused = door.caller(era).bearer(shown).call("admin");
                let error = refused.refusal(
                    403,
                    Some(&format!(
                        "Bearer error=\"insufficient_scope\", scope=\"vault:read vault:write\", \
                     resource_metadata=\"{}\", \
                     error_description=\"the caller was not granted all of these scopes\"",
                        metadata(door, way)
                    )),
                );
                assert_eq!(error["error"], "FORBIDDEN");
                assert_eq!(error["details"]["scopes"], json!(["vault:read", "vault:write"]));
                assert!(!refused.whole().contains(shown));
            }
        }
    });
}

#[test]
fn a_credential_is_as_good_by_each_of_them() {
    let issuer = Issuer::start();
    on_every_way(&accepting(&issuer).argument("--require-auth"), |door, _| {
        let whoami = |caller: Caller<'_>| caller.call("whoami").text();
        for era in ERAS {
            let caller = || door.caller(era);
            assert_eq!(whoami(caller().bearer(ALICE)), "principal key alice");
            assert_eq!(whoami(caller().header("X-API-Key", BOB)), "principal key bob");
            let token = issuer.token(json!({"scope": "vault:read vault:write"}));
            let dora = format!("principal {} dora", issuer.issuer());
            assert_eq!(whoami(caller().bearer(&token)), dora);
            assert_eq!(caller().bearer(&token).call("admin").text(), "more gold");
            assert_eq!(caller().bearer(ALICE).call("vault").text(), "gold");
        }
    });
}

#[test]
fn what_is_not_valid_is_not_let_in() {
    let issuer = Issuer::start();
    on_every_way(&accepting(&issuer), |door, way| {
        let expired = issuer.token(json!({"exp": issuer.now() - 3600}));
        let mallory = "mallory-key-00000000000000";
        for era in ERAS {
            for (shown, reason) in [
                (mallory, "the credential is not known here"),
                (expired.as_str(), "the token has expired"),
            ] {
                let refused = door.caller(era).bearer(shown).call("whoami");
                let challenge = format!(
                    "Bearer error=\"invalid_token\", resource_metadata=\"{}\", \
                     error_description=\"{reason}\"",
                    metadata(door, way)
                );
                refused.refusal(401, Some(&challenge));
                assert!(!refused.whole().contains(shown));
            }
        }
    });
}

#[test]
fn a_list_is_its_callers() {
    on_every_way(&Setup::default(), |door, _| {
        for era in ERAS {
            for (shown, allowed) in [
                (None, &[][..]),
                (Some(BOB), &["secret"]),
                (Some(ALICE), &["secret", "vault"]),
                (Some(CAROL), &["admin", "secret", "vault"]),
            ] {
                let caller = door.caller(era);
                let caller = match shown {
                    Some(shown) => caller.bearer(shown),
                    None => caller,
                };
                let private = ["admin", "secret", "vault"];
                let mut listed = caller.list();
                assert!(listed.iter().any(|tool| tool == "whoami"), "{listed:?}");
                listed.retain(|tool| private.contains(&tool.as_str()));
                assert_eq!(listed, allowed, "{era:?} {shown:?}");
            }
        }
    });
}

/// Whoever guesses is stopped by each of them: by address, and on a socket
/// that is a file by user.
#[test]
fn guessing_has_an_end() {
    let setup = Setup::default().argument("--auth-failures").argument("3/min");
    on_every_way(&setup, |door, way| {
        let caller = door.caller(Era::Modern);
        let statuses: Vec<u16> = (0..5)
            .map(|guess| caller.clone().bearer(&format!("guess-{guess}-00000000000000")))
            .map(|caller| caller.call("whoami").status)
            .collect();
        assert_eq!(statuses, [401, 401, 401, 429, 429]);
        // On the socket everybody is this user; elsewhere others go on.
        let other = door.caller(Era::Modern).bearer(ALICE).call("whoami").status;
        assert_eq!(other, if way == Way::Unix { 429 } else { 200 });
    });
}

/// Beside it, the application's own pages are its own.
#[test]
fn an_application_serves_what_else_it_has_to_everybody() {
    let setup = Setup::default().argument("--require-auth");
    let door = Door::open_by(Way::Nested, &setup);
    let caller = door.caller(Era::Modern);
    let page = caller.get("/hello");
    assert_eq!((page.status, page.header("www-authenticate")), (200, None));
    assert_eq!(caller.get("/mcp").status, 404);
    assert_eq!(caller.get("/tools/mcp").status, 401);
}
