//! Callers who share a connection, as behind a proxy.

use bytes::Bytes;
use http::Method;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::support::{Request, Running};
use crate::tools::{call, list, wide};

/// The status, the challenge and the body for each of these, all sent before
/// any is answered.
async fn at_once(server: &Running, requests: &[Request]) -> Vec<(u16, String, Value)> {
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
    let connection = tokio::spawn(connection);
    let mut answers = Vec::new();
    for request in requests {
        let mut head = http::Request::builder().method(Method::POST).uri("http://localhost/mcp");
        for (name, value) in request.headers.iter().filter(|(name, _)| name != "Host") {
            head = head.header(name, value);
        }
        client = client.ready().await.unwrap();
        let (answer, mut body) = client.send_request(head.body(()).unwrap(), false).unwrap();
        body.send_data(Bytes::from(request.body.clone()), true).unwrap();
        answers.push(answer);
    }
    let mut all = Vec::new();
    for answer in answers {
        let (head, mut body) = answer.await.unwrap().into_parts();
        let mut text = Vec::new();
        while let Some(data) = body.data().await {
            text.extend_from_slice(&data.unwrap());
        }
        let challenge = head.headers.get("www-authenticate");
        let challenge = challenge.map_or("", |value| value.to_str().unwrap()).to_owned();
        all.push((head.status.as_u16(), challenge, serde_json::from_slice(&text).unwrap()));
    }
    connection.abort();
    all
}

#[tokio::test]
async fn each_request_is_its_own_callers() {
    let server = Running::start_with(wide).await;
    let callers = ["alice", "", "bob", "mallory", "carol", "alice"];
    let requests = callers.map(|name| call("plain").of(name));
    let answers = at_once(&server, &requests).await;
    for (name, (status, challenge, body)) in callers.iter().zip(&answers) {
        let said = &body["result"]["content"][0]["text"];
        match *name {
            "mallory" => assert_eq!(*status, 401, "{body}"),
            "" => assert_eq!(said, "peer 127.0.0.1"),
            name => assert_eq!(said, &format!("principal names {name}")),
        }
        assert_eq!(challenge.contains("invalid_token"), *name == "mallory");
    }

    let answers = at_once(&server, &callers.map(|name| call("vault").of(name))).await;
    let statuses: Vec<u16> = answers.iter().map(|(status, ..)| *status).collect();
    assert_eq!(statuses, [200, 401, 403, 401, 200, 200]);
    assert!(answers[2].1.contains("scope=\"vault:read\""), "{}", answers[2].1);

    let answers = at_once(&server, &["alice", "", "bob"].map(|name| list().of(name))).await;
    let listed =
        answers.iter().map(|(_, _, body)| body["result"]["tools"].as_array().unwrap().len());
    assert_eq!(listed.collect::<Vec<_>>(), [4, 2, 3]);
}
