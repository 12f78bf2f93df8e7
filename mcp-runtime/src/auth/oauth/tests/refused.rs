use authorization_server::{JWKS, Signer, hmac, unsigned};

use super::*;
use crate::auth::Scopes;

#[tokio::test]
async fn a_good_token_says_who_calls() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let token = server.sign(&claims(&server, &clock));
    let caller = shown(&tokens, &clock, &token).await.unwrap();
    assert_eq!((caller.issuer(), caller.subject()), (server.issuer(), "alice"));
    assert_eq!(*caller.scopes(), Scopes::parse("vault:read vault:write"));
    assert_eq!(caller.claim("team"), Some(&json!("blue")));
    let end = std::time::UNIX_EPOCH + Duration::from_secs(now(&clock) + 3600);
    assert_eq!(caller.expires(), Some(end));
    assert_eq!(tokens.authorization_servers(), [server.issuer()]);
}

#[tokio::test]
async fn every_wrong_claim_is_refused_and_named() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server).required_claim("team", "blue");
    let (t, other) = (now(&clock), "the token is for another audience");
    let cases = [
        (json!({"exp": t - 60}), "the token has expired"),
        (json!({"exp": null}), "the token has no expiry"),
        (json!({"exp": (t + 60).to_string()}), "the token's claim exp is not a time"),
        (json!({"exp": u64::MAX}), "the token's claim exp is not a time"),
        (json!({"exp": -1}), "the token's claim exp is not a time"),
        (json!({"nbf": t + 61}), "the token is not valid yet"),
        (json!({"nbf": "soon"}), "the token's claim nbf is not a time"),
        (json!({"iat": t + 61}), "the token was issued in the future"),
        (json!({"iat": []}), "the token's claim iat is not a time"),
        (json!({"aud": "https://other.example.com"}), other),
        (json!({"aud": ["https://other.example.com", format!("{HERE}/")]}), other),
        (json!({"aud": []}), other),
        (json!({"aud": {}}), other),
        (json!({"aud": [[HERE]]}), other),
        (json!({"aud": null}), "the token names no audience"),
        (json!({"sub": null}), "the token has no subject"),
        (json!({"sub": ""}), "the token has no subject"),
        (json!({"sub": 7}), "the token has no subject"),
        (json!({"team": "red"}), "the token's claim team is not what is demanded here"),
        (json!({"team": null}), "the token's claim team is not what is demanded here"),
    ];
    for (change, reason) in cases {
        let token = server.sign(&with(claims(&server, &clock), change.clone()));
        assert_eq!(invalid(shown(&tokens, &clock, &token).await), reason, "{change}");
    }
    for change in [
        json!({"aud": ["https://other.example.com", HERE]}),
        json!({"team": ["red", "blue"]}),
        json!({"nbf": t + 60, "iat": t + 60}),
        json!({"exp": t - 59}),
        json!({"exp": 0.5 + 4e9}),
        json!({"iat": null, "scope": null, "jti": 1}),
    ] {
        let token = server.sign(&with(claims(&server, &clock), change.clone()));
        assert!(shown(&tokens, &clock, &token).await.is_ok(), "{change}");
    }
}

#[tokio::test]
async fn tokens_of_another_issuer_are_left_to_others_and_cost_no_fetch() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let issuer = server.issuer();
    for iss in [
        json!("https://evil.example.com"),
        json!(["https://evil.example.com", issuer]),
        json!([issuer]),
        json!(format!("{issuer}/")),
        json!({ "iss": issuer }),
        json!(null),
    ] {
        let token = server.sign(&with(claims(&server, &clock), json!({ "iss": iss })));
        let reason = unknown(shown(&tokens, &clock, &token).await);
        assert_eq!(reason, "the token is of another issuer", "{iss}");
    }
    assert_eq!(server.count(JWKS), 0);
}

#[tokio::test]
async fn what_is_no_jwt_is_left_to_others() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let good = server.sign(&claims(&server, &clock));
    let parts: Vec<&str> = good.split('.').collect();
    let (header, body, signature) = (parts[0], parts[1], parts[2]);
    for text in [
        String::new(),
        "..".to_owned(),
        "alice-key-0000000000000000".to_owned(),
        format!("{header}.{body}"),
        format!("{good}."),
        format!("{good}.e30.e30"),
        format!("{good}="),
        format!("{header}=.{body}.{signature}"),
        format!(" {good}"),
        format!("bnVsbA.{body}.{signature}"),
        format!("W10.{body}.{signature}"),
        format!("{body}é.{body}.{signature}"),
    ] {
        unknown(shown(&tokens, &clock, &text).await);
    }
    let key = Attempt::new(Credential::new(Scheme::ApiKey, good), Clock::from(clock.clone()));
    unknown(tokens.at_hand(&key).expect("it is no token"));
    unknown(tokens.authenticate(&key).await);
    assert_eq!(server.count(JWKS), 0);
}

#[tokio::test]
async fn malformed_and_oversized_tokens_are_refused_before_a_key_is_looked_for() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let signer = Signer::new("ES256");
    let good = claims(&server, &clock).to_string();
    for (header, claims) in [
        (r"{}", &*good),
        (r#"{"alg":"ES256","alg":"ES256"}"#, &*good),
        (r#"{"alg":"ES256","kid":7}"#, &*good),
        (r#"{"alg":"ES256"}"#, "[]"),
        (r#"{"alg":"ES256"}"#, "{"),
        (r#"{"alg":"ES256"}"#, ""),
    ] {
        let token = signer.sign_text(header, claims);
        let reason = invalid(shown(&tokens, &clock, &token).await);
        assert_eq!(reason, "the token is malformed", "{header} {claims}");
    }
    let long = "x".repeat(16 << 10);
    let token = server.sign(&with(claims(&server, &clock), json!({ "long": long })));
    let reason = invalid(shown(&tokens, &clock, &token).await);
    assert_eq!(reason, "the token is longer than 16 KiB");
    assert_eq!(server.count(JWKS), 0);
}

#[tokio::test]
async fn headers_that_demand_more_or_mean_less_are_refused() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let (tokens, signer) = (tokens(&server), Signer::new("ES256"));
    server.publish(signer.jwk("own"));
    let claims = claims(&server, &clock);
    let own = json!({ "alg": "ES256", "kid": "own" });
    for (change, reason) in [
        (json!({"crit": ["b64"]}), "the token uses extensions that are not known here"),
        (json!({"crit": []}), "the token uses extensions that are not known here"),
        (json!({"crit": 1}), "the token uses extensions that are not known here"),
        (json!({"typ": "id_token+jwt"}), "the token is no access token"),
        (json!({"typ": "dpop+jwt"}), "the token is no access token"),
        (json!({"typ": 1}), "the token is no access token"),
    ] {
        let token = signer.sign_as(&with(own.clone(), change.clone()), &claims);
        assert_eq!(invalid(shown(&tokens, &clock, &token).await), reason, "{change}");
    }
    // Null is no way to say nothing.
    let token = signer.sign_text(r#"{"alg":"ES256","kid":"own","crit":null}"#, &claims.to_string());
    invalid(shown(&tokens, &clock, &token).await);
    for change in [
        json!({}),
        json!({"typ": "JWT"}),
        json!({"typ": "AT+jwt"}),
        json!({"typ": "application/at+jwt"}),
    ] {
        let token = signer.sign_as(&with(own.clone(), change.clone()), &claims);
        assert!(shown(&tokens, &clock, &token).await.is_ok(), "{change}");
    }
}

#[tokio::test]
async fn keys_that_a_token_brings_along_are_not_used() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let (tokens, signer) = (tokens(&server), Signer::new("ES256"));
    let jwk = signer.jwk("1");
    for header in [
        json!({ "alg": "ES256", "kid": "1", "jwk": jwk }),
        json!({ "alg": "ES256", "kid": "1", "jku": server.url("/evil"), "x5u": server.url("/evil") }),
        json!({ "alg": "ES256", "jwk": jwk }),
    ] {
        let token = signer.sign_as(&header, &claims(&server, &clock));
        let reason = invalid(shown(&tokens, &clock, &token).await);
        assert_eq!(reason, "the token's signature is wrong", "{header}");
    }
    assert_eq!(server.count("/evil"), 0);
}

#[tokio::test]
async fn the_algorithm_is_the_keys_and_never_a_shared_secret() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let (ec, ed, rsa, large) =
        (Signer::new("ES256"), Signer::new("EdDSA"), Signer::new("RS256"), Signer::new("ES512"));
    let secret = json!({ "kty": "oct", "kid": "oct", "k": "c2VjcmV0", "alg": "HS256" });
    let mut only = rsa.jwk("rs512-only");
    only["alg"] = json!("RS512");
    let small = json!({ "kty": "RSA", "kid": "small", "e": "AQAB", "n": "_".repeat(170) + "w" });
    let mut deriving = ec.jwk("deriving");
    deriving["key_ops"] = json!(["deriveKey"]);
    let mut encrypting = ec.jwk("encrypting");
    encrypting["use"] = json!("enc");
    for jwk in [
        ec.jwk("ec"),
        ed.jwk("ed"),
        rsa.jwk("rsa"),
        large.jwk("p521"),
        secret,
        only,
        small,
        deriving,
        encrypting,
    ] {
        server.publish(jwk);
    }
    let claims = claims(&server, &clock);
    let (elsewhere, unknown_key, unfit) = (
        "the token is signed with an algorithm that is not accepted here",
        "the token is signed with a key that its issuer does not publish",
        "the token's key is for another algorithm",
    );
    let h = |alg: &str, kid: &str| json!({ "alg": alg, "kid": kid });
    let pem = ec.public_der();
    let jwk = ec.jwk("ec").to_string();
    for (token, reason) in [
        (unsigned(&h("none", "ec"), &claims), elsewhere),
        (unsigned(&h("None", "ec"), &claims), elsewhere),
        (unsigned(&h("ES256", "ec"), &claims), "the token's signature is wrong"),
        (hmac(&pem, &h("HS256", "ec"), &claims), elsewhere),
        (hmac(jwk.as_bytes(), &h("HS256", "ec"), &claims), elsewhere),
        (hmac(&rsa.public_der(), &h("HS256", "rsa"), &claims), elsewhere),
        (hmac(&pem, &h("ES256", "ec"), &claims), "the token's signature is wrong"),
        (hmac(b"secret", &h("HS256", "oct"), &claims), elsewhere),
        (hmac(b"secret", &h("ES256", "oct"), &claims), unknown_key),
        (large.sign_as(&h("ES512", "p521"), &claims), elsewhere),
        (large.sign_as(&h("ES256", "p521"), &claims), unknown_key),
        (large.sign_as(&h("ES384", "p521"), &claims), unknown_key),
        (rsa.sign_as(&h("RS256", "small"), &claims), unknown_key),
        (rsa.sign_as(&h("RS256", "rs512-only"), &claims), unfit),
        (ec.sign("deriving", &claims), unknown_key),
        (ec.sign("encrypting", &claims), unknown_key),
        (ec.sign_as(&h("RS256", "ec"), &claims), unfit),
        (ec.sign_as(&h("ES384", "ec"), &claims), unfit),
        (ec.sign_as(&h("ES256", "ed"), &claims), unfit),
        (ec.sign_as(&h("ES256", "rsa"), &claims), unfit),
        (rsa.sign_as(&h("PS256", "rsa"), &claims), "the token's signature is wrong"),
        (ec.sign_as(&json!({ "alg": "ES256" }), &claims), "the token does not name its key"),
        (Signer::new("ES256").sign("ec", &claims), "the token's signature is wrong"),
    ] {
        assert_eq!(invalid(shown(&tokens, &clock, &token).await), reason, "{token}");
    }
}

#[tokio::test]
async fn every_algorithm_works_with_its_key_unless_it_is_not_accepted() {
    use crate::auth::JwtAlgorithm;
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let narrow = tokens(&server).algorithms([JwtAlgorithm::Es384]);
    let tokens = tokens(&server);
    let claims = claims(&server, &clock);
    let mut rsa = Signer::new("RS256");
    let (ec, large, ed) = (Signer::new("ES256"), Signer::new("ES384"), Signer::new("EdDSA"));
    for jwk in [rsa.jwk("rsa"), ec.jwk("ES256"), large.jwk("ES384"), ed.jwk("EdDSA")] {
        server.publish(jwk);
    }
    let mut signed = vec![
        ("ES256", ec.sign("ES256", &claims)),
        ("ES384", large.sign("ES384", &claims)),
        ("EdDSA", ed.sign("EdDSA", &claims)),
        ("Ed25519", ed.sign_as(&json!({ "alg": "Ed25519", "kid": "EdDSA" }), &claims)),
    ];
    for algorithm in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] {
        rsa = rsa.with_algorithm(algorithm);
        signed.push((algorithm, rsa.sign("rsa", &claims)));
    }
    for (algorithm, token) in &signed {
        assert!(shown(&tokens, &clock, token).await.is_ok(), "{algorithm}");
        assert_eq!(shown(&narrow, &clock, token).await.is_ok(), *algorithm == "ES384");
    }
}

#[tokio::test]
async fn scopes_are_read_from_texts_and_lists() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let (usual, roles) = (tokens(&server), tokens(&server).scope_claims(["roles"]));
    let changes =
        json!({ "scope": "a  b", "scp": ["c", "d e", 7, ""], "roles": ["admin"], "exp": 4e9 });
    let token = server.sign(&with(claims(&server, &clock), changes));
    let granted = shown(&usual, &clock, &token).await.unwrap();
    assert_eq!(granted.scopes().to_string(), "a b c");
    assert_eq!(shown(&roles, &clock, &token).await.unwrap().scopes().to_string(), "admin");
}

#[tokio::test]
async fn a_token_ends_on_the_second_although_it_is_remembered() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server).clock_skew(Duration::ZERO);
    let token =
        server.sign(&with(claims(&server, &clock), json!({ "exp": now(&clock) + 30, "nbf": 0 })));
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    clock.advance(Duration::from_millis(29_999));
    assert!(shown(&tokens, &clock, &token).await.is_ok());
    clock.advance(Duration::from_millis(1));
    assert_eq!(invalid(shown(&tokens, &clock, &token).await), "the token has expired");

    let token = server.sign(&with(claims(&server, &clock), json!({ "nbf": now(&clock) + 5 })));
    clock.advance(Duration::from_millis(4_999));
    assert_eq!(invalid(shown(&tokens, &clock, &token).await), "the token is not valid yet");
    clock.advance(Duration::from_millis(1));
    assert!(shown(&tokens, &clock, &token).await.is_ok());
}

/// Unlike a guess: only who had it can show it.
#[tokio::test]
async fn only_a_token_that_was_signed_has_expired() {
    let (server, clock) = (AuthorizationServer::start().await, ManualClock::new());
    let tokens = tokens(&server);
    let past = json!({ "exp": now(&clock) - 60 });
    let good = server.sign(&with(claims(&server, &clock), past));
    let (signed, _) = good.rsplit_once('.').unwrap();
    let other = server.sign(&claims(&server, &clock));
    let made_up = format!("{signed}.{}", other.rsplit_once('.').unwrap().1);
    let early = server.sign(&with(claims(&server, &clock), json!({ "nbf": now(&clock) + 61 })));
    for (token, expired) in [(good, true), (made_up, false), (early, false)] {
        let rejection = shown(&tokens, &clock, &token).await.unwrap_err();
        assert_eq!(rejection.is_expired(), expired, "{rejection}");
    }
}
