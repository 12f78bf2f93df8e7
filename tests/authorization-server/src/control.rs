use serde_json::json;

use crate::Fault;
use crate::serve::{Form, Reply, reply};
use crate::state::Shared;

/// What a test in another process may order, as a form sent to `/control/…`:
///
/// - `rotate`
/// - `revoke`, with `token`
/// - `opaque`
/// - `fault`, with `path` and `fault`: `hang`, `huge`, `status:500`,
///   `redirect:URL`, `body:TEXT`, or nothing to end it
/// - `counts`: requests by path
pub(crate) fn obey(shared: &Shared, order: &str, form: &Form) -> Reply {
    let of = |name| form.get(name).map_or("", String::as_str);
    match order {
        "rotate" => shared.state().rotate(),
        "revoke" => drop(shared.state().issued.remove(of("token"))),
        "opaque" => shared.state().opaque = true,
        "fault" => match fault(of("fault")) {
            Ok(fault) => shared.fault(of("path"), fault),
            Err(()) => return reply(400, &json!({ "error": "there is no such fault" })),
        },
        "counts" => return reply(200, &json!(shared.state().counts)),
        _ => return reply(404, &json!({ "error": "there is no such order" })),
    }
    reply(200, &json!({}))
}

fn fault(text: &str) -> Result<Option<Fault>, ()> {
    Ok(Some(match text.split_once(':').unwrap_or((text, "")) {
        ("", _) => return Ok(None),
        ("hang", _) => Fault::Hang,
        ("huge", _) => Fault::Huge,
        ("status", status) => Fault::Status(status.parse().map_err(|_| ())?),
        ("redirect", to) => Fault::Redirect(to.to_owned()),
        ("body", body) => Fault::Body(body.to_owned()),
        _ => return Err(()),
    }))
}
