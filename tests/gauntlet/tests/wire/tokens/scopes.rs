//! What a good token is good for.

use serde_json::json;

use super::{ERAS, METADATA, accepting};
use crate::harness::{Door, Era, Issuer, on_every_route};

#[test]
fn nothing_shown_is_answered_with_what_to_get() {
    let issuer = Issuer::start();
    let door = Door::open(&accepting(&issuer));
    for era in ERAS {
        for (tool, scopes) in [
            ("secret", ""),
            ("vault", "scope=\"vault:read\", "),
            ("admin", "scope=\"vault:read vault:write\", "),
        ] {
            let refused = door.caller(era).call(tool);
            let challenge = format!("Bearer {scopes}resource_metadata=\"{}\"", door.url(METADATA));
            let error = refused.refusal(401, Some(&challenge));
            assert_eq!(error["error"], "UNAUTHENTICATED");
        }
        assert!(door.caller(era).call("cached").text().parse::<u64>().is_ok());
    }
}

#[test]
fn what_was_not_granted_is_named_in_full() {
    let issuer = Issuer::start();
    let door = Door::open(&accepting(&issuer));
    for era in ERAS {
        for (granted, tool, needed) in [
            ("vault:read", "admin", "vault:read vault:write"),
            ("vault:write", "admin", "vault:read vault:write"),
            ("", "vault", "vault:read"),
            ("vault:READ vault", "vault", "vault:read"),
        ] {
            let token = issuer.token(json!({"scope": granted}));
            let refused = door.caller(era).bearer(&token).call(tool);
            let challenge = format!(
                "Bearer error=\"insufficient_scope\", scope=\"{needed}\", \
                 resource_metadata=\"{}\", \
                 error_description=\"the caller was not granted all of these scopes\"",
                door.url(METADATA)
            );
            let error = refused.refusal(403, Some(&challenge));
            assert_eq!(error["error"], "FORBIDDEN");
            assert_eq!(error["details"]["scopes"], json!(needed.split(' ').collect::<Vec<_>>()));
            super::assert_not_in(&token, &refused.whole());
        }
        for claims in [
            json!({"scope": "vault:write vault:read"}),
            json!({"scope": null, "scp": ["vault:read", "vault:write"]}),
        ] {
            let caller = door.caller(era).bearer(&issuer.token(claims));
            assert_eq!(caller.call("vault").text(), "gold");
            assert_eq!(caller.call("admin").text(), "more gold");
        }
    }
}

/// Whoever has to get another token should not have to get two.
#[test]
fn a_token_that_has_expired_is_to_be_replaced_by_one_that_will_do() {
    let issuer = Issuer::start();
    let door = Door::open(&accepting(&issuer));
    let token = issuer.token(json!({"exp": issuer.now() - 3600}));
    let refused = door.caller(Era::Modern).bearer(&token).call("admin");
    let challenge = format!(
        "Bearer error=\"invalid_token\", scope=\"vault:read vault:write\", \
         resource_metadata=\"{}\", error_description=\"the token has expired\"",
        door.url(METADATA)
    );
    refused.refusal(401, Some(&challenge));
}

#[test]
fn a_token_is_as_good_on_every_transport() {
    let issuer = Issuer::start();
    on_every_route(|route| {
        let setup = accepting(&issuer).argument("--require-auth");
        let mut connection = route.connect(&setup.credential(issuer.token(json!({}))));
        let caller = format!("principal {} dora", issuer.issuer());
        assert_eq!(connection.call("whoami", json!({})).text(), caller);
        assert_eq!(connection.call("vault", json!({})).text(), "gold");
        assert_eq!(crate::auth::refusal(&mut *connection, "admin")["error"], "FORBIDDEN");
        let listed = connection.list().response["result"]["tools"].to_string();
        assert!(listed.contains("\"vault\"") && !listed.contains("\"admin\""), "{listed}");
    });
}

/// The document of RFC 9728, where clients look for it.
#[test]
fn whoever_needs_a_token_can_find_out_where_to_get_it() {
    let issuer = Issuer::start();
    for setup in [accepting(&issuer), accepting(&issuer).argument("--require-auth")] {
        let door = Door::open(&setup);
        for path in [METADATA, "/.well-known/oauth-protected-resource"] {
            let document = door.caller(Era::Modern).get(path);
            assert_eq!(document.status, 200, "{document:?}");
            assert_eq!(document.header("content-type"), Some("application/json"));
            assert_eq!(document.header("access-control-allow-origin"), Some("*"));
            assert_eq!(
                document.json(),
                json!({
                    "resource": door.url("/mcp"),
                    "resource_name": "gauntlet",
                    "authorization_servers": [issuer.issuer()],
                    "bearer_methods_supported": ["header"],
                })
            );
        }
    }
}
