//! Tokens that nobody should have.

use authorization_server::{Signer, hmac, unsigned};
use serde_json::{Value, json};

use crate::harness::{Issuer, with};

const UNKNOWN: &str = "the credential is not known here";
const MALFORMED: &str = "the token is malformed";
const OTHER_ALGORITHM: &str = "the token is signed with an algorithm that is not accepted here";
const OTHER_ISSUER: &str = "the token is of another issuer";
const OTHER_AUDIENCE: &str = "the token is for another audience";
const WRONG: &str = "the token's signature is wrong";

/// What is wrong with it, the token, and why it is refused.
pub(super) type Forged = (String, String, &'static str);

pub(super) fn all(issuer: &Issuer) -> Vec<Forged> {
    let mut all = of_nobody(issuer);
    all.extend(wrong_claims(issuer));
    all.extend(wrong_signatures(issuer));
    all.extend(confused_algorithms(issuer));
    all
}

fn of_nobody(issuer: &Issuer) -> Vec<Forged> {
    let good = issuer.token(json!({}));
    let (message, signature) = good.rsplit_once('.').expect("a token has parts");
    [
        ("nonsense", "nonsense-that-nobody-issued".to_owned(), UNKNOWN),
        ("three words", "one-thing.another-thing.third-thing".to_owned(), UNKNOWN),
        ("no signature at all", message.to_owned(), UNKNOWN),
        ("a part too many", format!("{good}.{signature}"), UNKNOWN),
        ("no algorithm", Signer::new("ES256").sign_text("{}", "{}"), MALFORMED),
        (
            "longer than any",
            issuer.token(json!({"long": "x".repeat(16 << 10)})),
            "the token is longer than 16 KiB",
        ),
    ]
    .map(|(what, token, why)| (what.to_owned(), token, why))
    .into()
}

fn wrong_claims(issuer: &Issuer) -> Vec<Forged> {
    let now = issuer.now();
    [
        (json!({"exp": now - 3600}), "the token has expired"),
        (json!({"exp": null}), "the token has no expiry"),
        (json!({"exp": "tomorrow"}), "the token's claim exp is not a time"),
        (json!({"nbf": now + 600}), "the token is not valid yet"),
        (json!({"iat": now + 600}), "the token was issued in the future"),
        (json!({"iss": "https://login.example.com"}), OTHER_ISSUER),
        (json!({"iss": [issuer.issuer()]}), OTHER_ISSUER),
        (json!({"iss": format!("{}/", issuer.issuer())}), OTHER_ISSUER),
        (json!({"iss": null}), OTHER_ISSUER),
        (json!({"aud": "https://gauntlet.example"}), OTHER_AUDIENCE),
        (
            json!({"aud": ["https://gauntlet.example/mcp/", "https://other.example/mcp"]}),
            OTHER_AUDIENCE,
        ),
        (json!({"aud": null}), "the token names no audience"),
        (json!({"sub": null}), "the token has no subject"),
    ]
    .map(|(change, why)| (change.to_string(), issuer.token(change), why))
    .into()
}

fn wrong_signatures(issuer: &Issuer) -> Vec<Forged> {
    let (claims, own) = (issuer.claims(), Signer::new("ES256"));
    let header = |change: Value| with(json!({"alg": "ES256", "typ": "at+jwt", "kid": "1"}), change);
    let good = issuer.token(json!({}));
    let other = issuer.token(json!({"scope": "vault:read vault:write"}));
    let (message, _) = other.rsplit_once('.').expect("a token has parts");
    let (start, signature) = good.rsplit_once('.').expect("a token has parts");
    let brought = json!({"jwk": own.jwk("1"), "jku": issuer.url("/jwks")});
    [
        ("another's key", own.sign("1", &claims), WRONG),
        ("a key that it brings along", own.sign_as(&header(brought), &claims), WRONG),
        ("another's signature", format!("{message}.{signature}"), WRONG),
        ("an empty signature", format!("{start}."), WRONG),
        (
            "a key for another algorithm",
            own.sign_as(&header(json!({"alg": "RS256"})), &claims),
            "the token's key is for another algorithm",
        ),
        (
            "an extension",
            own.sign_as(&header(json!({"crit": ["b64"]})), &claims),
            "the token uses extensions that are not known here",
        ),
        (
            "another kind",
            own.sign_as(&header(json!({"typ": "id_token+jwt"})), &claims),
            "the token is no access token",
        ),
    ]
    .map(|(what, token, why)| (what.to_owned(), token, why))
    .into()
}

/// By keys that the issuer does publish.
fn confused_algorithms(issuer: &Issuer) -> Vec<Forged> {
    let (rsa, p521) = (Signer::new("RS256"), Signer::new("ES512"));
    issuer.publish(rsa.jwk("rsa"));
    issuer.publish(p521.jwk("p521"));
    let claims = issuer.claims();
    let header = |alg: &str| json!({"alg": alg, "kid": "rsa"});
    let mut all: Vec<Forged> = ["none", "None", "NONE", ""]
        .map(|alg| (format!("{alg:?}"), unsigned(&header(alg), &claims), OTHER_ALGORITHM))
        .into();
    let public = rsa.public_der();
    let jwk = rsa.jwk("rsa").to_string().into_bytes();
    for (what, secret) in [("DER", public), ("JWK", jwk), ("nothing", Vec::new())] {
        for alg in ["HS256", "hs256"] {
            let token = hmac(&secret, &header(alg), &claims);
            all.push((format!("{alg} with the public key as {what}"), token, OTHER_ALGORITHM));
        }
        // The header lies about what it is.
        all.push((
            format!("HMAC as RS256, {what}"),
            hmac(&secret, &header("RS256"), &claims),
            WRONG,
        ));
    }
    all.push(("P-521".to_owned(), p521.sign("p521", &claims), OTHER_ALGORITHM));
    all
}
