use std::borrow::Cow;

use serde_json::value::RawValue;

use super::batch::{Elements, too_many};
use super::envelope::Envelope;
use super::{Id, IdBuf, Params, peek_id};

/// One incoming JSON-RPC message.
pub(crate) enum Message<'a> {
    Request(Request<'a>),
    Notification {
        method: Cow<'a, str>,
        params: Params<'a>,
    },
    /// An answer to a request of ours; only the older era has those.
    Response(Response<'a>),
    /// A short array: JSON-RPC batching, which only 2025-03-26 has.
    Batch(Vec<&'a RawValue>),
}

pub(crate) struct Request<'a> {
    pub(crate) id: Id<'a>,
    pub(crate) method: Cow<'a, str>,
    pub(crate) params: Params<'a>,
}

pub(crate) struct Response<'a> {
    pub(crate) id: Id<'a>,
    /// The result, or the error object.
    pub(crate) outcome: Result<&'a RawValue, &'a RawValue>,
}

/// A message that is not a legal request, notification or response.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) fault: Fault,
    /// The id, where it could be found in spite of everything.
    pub(crate) id: Option<IdBuf>,
    pub(crate) message: String,
}

/// The JSON-RPC error that a protocol fault is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Parse,
    InvalidRequest,
    MethodNotFound,
    InvalidParams,
    /// A call failed, and the method has no results that say so.
    Internal,
    /// Revisions before 2026-07-28 tell it from other wrong parameters.
    ResourceNotFound,
    /// The client has not declared what the request needs (2026-07-28).
    MissingCapability,
    /// HTTP headers contradict the body (2026-07-28).
    HeaderMismatch,
    UnsupportedVersion,
    /// Too many requests; this runtime's own, outside the range that JSON-RPC reserves.
    RateLimited,
    /// The caller has to prove who it is; this runtime's own.
    Unauthenticated,
    /// The caller may not do this; this runtime's own.
    Forbidden,
    /// Whoever has to be asked cannot be; this runtime's own.
    Unavailable,
}

impl Fault {
    pub(crate) const fn code(self) -> i32 {
        match self {
            Self::Parse => -32700,
            Self::InvalidRequest => -32600,
            Self::MethodNotFound => -32601,
            Self::InvalidParams => -32602,
            Self::Internal => -32603,
            Self::ResourceNotFound => -32002,
            Self::HeaderMismatch => -32020,
            Self::MissingCapability => -32021,
            Self::UnsupportedVersion => -32022,
            Self::RateLimited => 429,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::Unavailable => 503,
        }
    }
}

/// Reads one message. Never panics, never recurses with the input's depth.
pub(crate) fn parse(bytes: &[u8]) -> Result<Message<'_>, Malformed> {
    let text = std::str::from_utf8(bytes).map_err(|error| Malformed {
        fault: Fault::Parse,
        id: peek_id(bytes),
        message: format!(
            "the message is not UTF-8 (byte {}); send JSON encoded as UTF-8",
            error.valid_up_to()
        ),
    })?;
    if text.trim_ascii_start().starts_with('[') {
        return match serde_json::from_str::<Elements<'_>>(text) {
            Ok(Elements(elements)) => Ok(Message::Batch(elements)),
            Err(error) if error.is_data() => {
                Err(Malformed { fault: Fault::InvalidRequest, id: None, message: too_many() })
            }
            Err(error) => Err(syntax(bytes, &error)),
        };
    }
    let envelope: Envelope<'_> =
        serde_json::from_str(text).map_err(|error| syntax(bytes, &error))?;
    envelope.into_message()
}

fn syntax(bytes: &[u8], error: &serde_json::Error) -> Malformed {
    let (fault, message) = if error.is_data() {
        (Fault::InvalidRequest, "a message must be a JSON object".to_owned())
    } else {
        (Fault::Parse, format!("the message is not valid JSON: {error}"))
    };
    Malformed { fault, id: peek_id(bytes), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(json: &str) -> (Fault, Option<String>) {
        let Err(malformed) = parse(json.as_bytes()) else { panic!("{json} is a message") };
        (malformed.fault, malformed.id.map(|id| id.as_id().as_json().to_owned()))
    }

    #[test]
    fn params_may_come_before_the_method() {
        let json =
            br#"{"params":{"name":"a","x":[{}]},"method":"tools/call","id":7,"jsonrpc":"2.0"}"#;
        let Ok(Message::Request(request)) = parse(json) else { panic!("a request") };
        assert_eq!(request.method, "tools/call");
        assert_eq!(request.id.as_json(), "7");
        assert_eq!(request.params.name().map(RawValue::get), Some("\"a\""));
    }

    #[test]
    fn faults_keep_the_id_wherever_it_can_be_read() {
        let seven = Some("7".to_owned());
        for (json, fault_wanted, id_wanted) in [
            (r#"{"jsonrpc":"2.0","id":7,"method":"#, Fault::Parse, &seven),
            (r#"{"id":7,"method":"ping"}"#, Fault::InvalidRequest, &seven),
            (r#"{"jsonrpc":"1.0","id":7,"method":"ping"}"#, Fault::InvalidRequest, &seven),
            (r#"{"jsonrpc":"2.0","id":7,"method":5}"#, Fault::InvalidRequest, &seven),
            (r#"{"jsonrpc":"2.0","id":7}"#, Fault::InvalidRequest, &seven),
            (r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, Fault::InvalidRequest, &None),
            (r#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, Fault::InvalidRequest, &None),
            (
                r#"{"jsonrpc":"2.0","id":7,"method":"a","method":"b"}"#,
                Fault::InvalidRequest,
                &seven,
            ),
            ("17", Fault::InvalidRequest, &None),
            ("", Fault::Parse, &None),
        ] {
            assert_eq!(fault(json), (fault_wanted, id_wanted.clone()), "{json}");
        }
    }

    #[test]
    fn absurd_nesting_neither_overflows_nor_hides_the_message() {
        let deep = "[".repeat(200_000);
        assert_eq!(fault(&deep).0, Fault::Parse);
        let nested = format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"m","params":{{"arguments":{}1{}}}}}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert!(matches!(parse(nested.as_bytes()), Ok(Message::Request(_))));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_judged_without_a_panic(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        ) {
            let _ = parse(&bytes);
        }

        /// Text made of the pieces that the parser looks for.
        #[test]
        fn any_text_of_json_pieces_is_judged_without_a_panic(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![
                    "{", "}", "[", "]", ":", ",", "\"", "\\", "\"id\"", "\"method\"", "\"params\"",
                    "\"jsonrpc\"", "\"2.0\"", "\"_meta\"", "1", "-", "1.5", "null", "true", " ", "é",
                ]),
                0..60,
            ),
        ) {
            let text = pieces.concat();
            if let Ok(Message::Request(request)) = parse(text.as_bytes()) {
                // What parses has an id, and peeking finds the same one.
                let peeked = peek_id(text.as_bytes()).map(|id| id.as_id().as_json().to_owned());
                proptest::prop_assert_eq!(peeked.as_deref(), Some(request.id.as_json()));
            }
        }

        #[test]
        fn a_request_comes_back_as_it_was_written(
            id in "[a-zA-Z0-9\\\\\"/ é]{0,60}",
            method in "[a-z/]{1,30}",
            name in "\\PC{0,20}",
            params_first in proptest::prelude::any::<bool>(),
        ) {
            let id = serde_json::to_string(&id).unwrap();
            let name = serde_json::to_string(&name).unwrap();
            let params = format!(r#""params":{{"x":[{{}}],"name":{name},"_meta":{{"id":0}}}}"#);
            let head = format!(r#""id":{id},"method":"{method}""#);
            let text = if params_first {
                format!(r#"{{{params},{head},"jsonrpc":"2.0"}}"#)
            } else {
                format!(r#"{{"jsonrpc":"2.0",{head},{params}}}"#)
            };
            let Ok(Message::Request(request)) = parse(text.as_bytes()) else {
                return Err(proptest::test_runner::TestCaseError::fail("not a request"));
            };
            proptest::prop_assert_eq!(request.id.as_json(), &*id);
            proptest::prop_assert_eq!(&*request.method, method);
            proptest::prop_assert_eq!(request.params.name().map(RawValue::get), Some(&*name));
            // However the text is cut, an id that is found is the right one.
            for cut in 0..text.len() {
                if let Some(peeked) = peek_id(&text.as_bytes()[..cut]) {
                    proptest::prop_assert_eq!(peeked.as_id().as_json(), &*id);
                }
            }
        }
    }
}
