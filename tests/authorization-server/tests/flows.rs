//! What a client does to get a token, on the wire.

use authorization_server::{AuthorizationServer, CLIENT, INTROSPECT, METADATA, TOKEN};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const HERE: &str = "https://mcp.example.com/mcp";
const BACK: &str = "http://localhost:1/callback";
// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Status, `Location` and body of an answer.
async fn ask(
    server: &AuthorizationServer,
    request: &str,
    headers: &str,
    body: &str,
) -> (u16, String, Value) {
    let host = server.issuer().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let length = body.len();
    let text = format!(
        "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let location = head.lines().find_map(|line| line.strip_prefix("location: "));
    (status, location.unwrap_or("").to_owned(), serde_json::from_str(body).unwrap_or_default())
}

fn form(members: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(members).finish()
}

fn basic((id, secret): (&str, &str)) -> String {
    format!("Authorization: Basic {}\r\n", STANDARD.encode(format!("{id}:{secret}")))
}

fn claims(answer: &Value) -> Value {
    let token = answer["access_token"].as_str().unwrap();
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&claims).unwrap()
}

#[tokio::test]
async fn a_client_registers_and_gets_a_token_for_a_code_once() {
    let server = AuthorizationServer::start().await;
    let (_, _, metadata) = ask(&server, &format!("GET {METADATA}"), "", "").await;
    assert_eq!(metadata["issuer"], server.issuer());
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]));

    let wish = json!({ "redirect_uris": [BACK], "token_endpoint_auth_method": "none" });
    let (status, _, client) = ask(&server, "POST /register", "", &wish.to_string()).await;
    let id = client["client_id"].as_str().unwrap();
    assert_eq!((status, &client["client_secret"]), (201, &Value::Null));

    let code = async || {
        let query = form(&[
            ("response_type", "code"),
            ("client_id", id),
            ("redirect_uri", BACK),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("scope", "vault:read"),
            ("resource", HERE),
            ("state", "as it was"),
        ]);
        let (status, to, _) = ask(&server, &format!("GET /authorize?{query}"), "", "").await;
        let to = url::Url::parse(&to).unwrap();
        let of = |name| to.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(
            (status, of("state"), of("iss")),
            (302, "as it was".into(), server.issuer().into())
        );
        of("code")
    };
    let exchange = async |code: &str, verifier: &str| {
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("client_id", id),
            ("code", code),
            ("redirect_uri", BACK),
            ("code_verifier", verifier),
        ]);
        ask(&server, &format!("POST {TOKEN}"), "", &body).await
    };
    let (status, _, wrong) = exchange(&code().await, "not it").await;
    assert_eq!((status, &wrong["error"]), (400, &json!("invalid_grant")));
    let code = code().await;
    let (status, _, answer) = exchange(&code, VERIFIER).await;
    let claims = claims(&answer);
    assert_eq!((status, &claims["sub"], &claims["aud"]), (200, &json!("alice"), &json!(HERE)));
    assert_eq!((&claims["scope"], &claims["iss"]), (&json!("vault:read"), &json!(server.issuer())));
    assert_eq!(exchange(&code, VERIFIER).await.0, 400, "a code works once");
}

#[tokio::test]
async fn a_client_is_believed_by_its_secret_alone() {
    let server = AuthorizationServer::start().await;
    let wish = form(&[("grant_type", "client_credentials"), ("scope", "a"), ("resource", HERE)]);
    let token = format!("POST {TOKEN}");
    let (status, _, answer) = ask(&server, &token, &basic(CLIENT), &wish).await;
    assert_eq!((status, &claims(&answer)["sub"]), (200, &json!(CLIENT.0)));
    assert_eq!(ask(&server, &token, &basic((CLIENT.0, "wrong")), &wish).await.0, 401);
    assert_eq!(ask(&server, &token, "", &wish).await.0, 401);
    let open = format!("{wish}&client_id={}", CLIENT.0);
    assert_eq!(ask(&server, &token, "", &open).await.0, 401);
    // Only the resource server may introspect.
    assert_eq!(ask(&server, &format!("POST {INTROSPECT}"), &basic(CLIENT), "token=a").await.0, 401);
}

#[tokio::test]
async fn another_process_can_give_orders() {
    let server = AuthorizationServer::start().await;
    let order = async |order: &str, body: &str| {
        ask(&server, &format!("POST /control/{order}"), "", body).await
    };
    let keys = async || ask(&server, "GET /jwks", "", "").await;
    let before = keys().await.2;
    order("rotate", "").await;
    assert_ne!(keys().await.2, before);
    order("fault", "path=/jwks&fault=status:503").await;
    assert_eq!(keys().await.0, 503);
    order("fault", "path=/jwks&fault=").await;
    assert_eq!(keys().await.0, 200);
    assert_eq!(order("counts", "").await.2, json!({ "/jwks": 4 }));
    assert_eq!(order("fault", "path=/jwks&fault=other").await.0, 400);
    assert_eq!(order("other", "").await.0, 404);
}
