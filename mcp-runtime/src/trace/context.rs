use std::ops::Range;

use http::HeaderMap;

/// What a vendor may have to say of a trace, several times over.
const MOST_STATE: usize = 4096;
/// What the W3C's Baggage demands that everybody can carry.
const MOST_BAGGAGE: usize = 8192;

const TRACE_ID: Range<usize> = 3..35;
const SPAN_ID: Range<usize> = 36..52;
const FLAGS: Range<usize> = 53..55;

/// A place in a trace, as W3C Trace Context and Baggage write it.
///
/// Made by [`Context::trace_context`](crate::Context::trace_context), to be
/// handed on to the services that a tool calls:
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// /// Asks another service, whose spans join the caller's trace.
/// #[mcp_tool]
/// async fn ask(ctx: Context) -> String {
///     let mut request = String::from("GET / HTTP/1.1\r\n");
///     for (name, value) in ctx.trace_context().fields() {
///         request.push_str(&format!("{name}: {value}\r\n"));
///     }
///     request
/// }
/// # fn main() {}
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TraceContext {
    pub(super) parent: Option<String>,
    pub(super) state: Option<String>,
    pub(super) baggage: Option<String>,
}

impl TraceContext {
    /// The trace and the span that what is called belongs under.
    pub fn traceparent(&self) -> Option<&str> {
        self.parent.as_deref()
    }

    /// What tracing systems on the way noted for themselves.
    pub fn tracestate(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// What services on the way wanted those after them to know. Written by
    /// strangers: no ground to trust anybody.
    pub fn baggage(&self) -> Option<&str> {
        self.baggage.as_deref()
    }

    /// The trace, by the 32 digits that logs and tracing systems show.
    pub fn trace_id(&self) -> Option<&str> {
        self.parent.as_ref().map(|parent| &parent[TRACE_ID])
    }

    /// All that is there, by the names that it has in HTTP headers and in
    /// `_meta` of an MCP request. The values are fit for either.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let named = [
            ("traceparent", self.traceparent()),
            ("tracestate", self.tracestate()),
            ("baggage", self.baggage()),
        ];
        named.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }

    /// What is valid of the fields in one place.
    pub(crate) fn read(field: impl Fn(&'static str) -> Option<String>) -> Self {
        let parent = field("traceparent").filter(|text| is_parent(text));
        // It says nothing without the span that it belongs to.
        let state = parent.as_ref().and_then(|_| field("tracestate"));
        Self {
            parent,
            state: state.filter(|text| is_carried(text, MOST_STATE)),
            baggage: field("baggage").filter(|text| is_carried(text, MOST_BAGGAGE)),
        }
    }

    /// Lists may come in several lines (RFC 9110, 5.3), and a second
    /// `traceparent` makes one that is none.
    pub(crate) fn of_headers(headers: &HeaderMap) -> Self {
        Self::read(|name| {
            let lines = headers.get_all(name).iter().map(|line| line.to_str().ok());
            let lines: Vec<&str> = lines.collect::<Option<_>>()?;
            (!lines.is_empty()).then(|| lines.join(","))
        })
    }

    /// The message's own word comes before that of the HTTP request around
    /// it: one request may carry several messages, and be repeated for one.
    /// Trace and state are of one place.
    pub(crate) fn or(mut self, outer: Self) -> Self {
        if self.parent.is_none() {
            (self.parent, self.state) = (outer.parent, outer.state);
        }
        self.baggage = self.baggage.or(outer.baggage);
        self
    }

    #[cfg(feature = "otlp")]
    pub(super) fn parts(&self) -> Option<(&str, &str, &str)> {
        let parent = self.parent.as_deref()?;
        Some((&parent[TRACE_ID], &parent[SPAN_ID], &parent[FLAGS]))
    }
}

/// `version-trace-span-flags` (W3C Trace Context, "traceparent Header"). Of a
/// later version only this beginning is understood.
fn is_parent(text: &str) -> bool {
    let bytes = text.as_bytes();
    let known = bytes.len() == FLAGS.end
        || (bytes.len() > FLAGS.end
            && bytes.len() <= MOST_STATE
            && text.is_ascii()
            && bytes[FLAGS.end] == b'-'
            && !text.starts_with("00"));
    let digits = |range: Range<usize>| {
        bytes[range].iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let some = |range: Range<usize>| bytes[range].iter().any(|byte| *byte != b'0');
    known
        && is_carried(text, MOST_STATE)
        && digits(0..2)
        && !text.starts_with("ff")
        && [2, TRACE_ID.end, SPAN_ID.end].iter().all(|at| bytes[*at] == b'-')
        && digits(TRACE_ID)
        && some(TRACE_ID)
        && digits(SPAN_ID)
        && some(SPAN_ID)
        && digits(FLAGS)
}

/// Whether it can be put into a header of another request as it is.
fn is_carried(text: &str, most: usize) -> bool {
    !text.is_empty()
        && text.len() <= most
        && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";

    fn read(fields: &[(&str, &str)]) -> TraceContext {
        TraceContext::read(|name| {
            fields.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_traceparent_is_taken_as_the_standard_writes_it() {
        assert_eq!(read(&[("traceparent", PARENT)]).traceparent(), Some(PARENT));
        let context = read(&[("traceparent", PARENT)]);
        assert_eq!(context.trace_id(), Some("0af7651916cd43dd8448eb211c80319c"));
        let later = format!("cc{}-more", &PARENT[2..]);
        assert!(read(&[("traceparent", &later)]).traceparent().is_some());
    }

    #[test]
    fn what_is_none_is_ignored_with_its_state() {
        let wrong = [
            "",
            "00",
            &PARENT.to_uppercase(),
            &PARENT[..54],
            &format!("{PARENT}-00"),
            &format!("{PARENT}0"),
            &format!("ff{}", &PARENT[2..]),
            &PARENT.replace("0af7651916cd43dd8448eb211c80319c", &"0".repeat(32)),
            &PARENT.replace("00f067aa0ba902b7", &"0".repeat(16)),
            &PARENT.replace("-01", "_01"),
            &PARENT.replace("b7-01", "b7-0g"),
            &format!("cc{}-\r\nx: y", &PARENT[2..]),
            &PARENT.replace("00f067aa", "äöü0"),
        ];
        for text in wrong {
            let context = read(&[("traceparent", text), ("tracestate", "a=1")]);
            assert_eq!(context, TraceContext::default(), "{text:?}");
        }
    }

    #[test]
    fn nothing_is_carried_that_could_break_out_of_a_header() {
        for text in ["a=1\r\nx: y", "a=ä", "", &"x".repeat(MOST_BAGGAGE + 1)] {
            let fields = [("traceparent", PARENT), ("tracestate", text), ("baggage", text)];
            let context = read(&fields);
            assert_eq!((context.tracestate(), context.baggage()), (None, None), "{text:?}");
        }
    }

    #[test]
    fn lists_may_come_in_several_lines_and_a_traceparent_not() {
        let mut headers = HeaderMap::new();
        headers.append("traceparent", PARENT.parse().unwrap());
        headers.append("tracestate", "a=1".parse().unwrap());
        headers.append("tracestate", "b=2".parse().unwrap());
        let context = TraceContext::of_headers(&headers);
        assert_eq!((context.traceparent(), context.tracestate()), (Some(PARENT), Some("a=1,b=2")));
        headers.append("traceparent", PARENT.parse().unwrap());
        assert_eq!(TraceContext::of_headers(&headers), TraceContext::default());
    }

    #[test]
    fn the_message_comes_before_the_request_around_it() {
        let other = PARENT.replace("0af7", "1111");
        let outer = || read(&[("traceparent", &other), ("tracestate", "o=1"), ("baggage", "k=o")]);
        let both = read(&[("traceparent", PARENT)]).or(outer());
        assert_eq!(
            both.fields().collect::<Vec<_>>(),
            [("traceparent", PARENT), ("baggage", "k=o")]
        );
        let none = read(&[("traceparent", "broken"), ("tracestate", "i=1")]).or(outer());
        assert_eq!(none, outer());
    }
}
