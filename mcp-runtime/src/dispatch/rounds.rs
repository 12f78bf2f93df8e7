//! What a client carries from one round of a request to the next
//! (specification 2026-07-28, basic/patterns/mrtr).

use std::time::UNIX_EPOCH;

use serde_json::value::RawValue;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::{Answer, App};
use crate::error::CallError;
use crate::handler::{CallFacts, Memory, Questions, Visitor};
use crate::protocol::{Fault, Message, Request, parse, raw_str, write};
use crate::seal::{Broken, Seal, SigningKey};

/// The longest state that is given out: it is sent twice in each round.
const LONGEST: usize = 64 << 10;

/// Adds what is known of the rounds before, if this is not the first one.
pub(super) fn recall(
    app: &App,
    request: &Request<'_>,
    visitor: &Visitor,
    facts: &mut CallFacts,
) -> Result<(), Box<Answer>> {
    let wrong =
        |message: &str| Box::new(Answer::fault(Some(request.id), Fault::InvalidParams, message));
    let given = |raw: Option<&'_ RawValue>| raw.is_some_and(|raw| raw.get() != "null");
    let (responses, state) = (request.params.input_responses(), request.params.request_state());
    if !given(responses) && !given(state) {
        return Ok(());
    }
    let mut memory = None;
    if let Some(state) = state.filter(|state| given(Some(state))) {
        let text = raw_str(state).ok_or_else(|| wrong("`params.requestState` must be a string"))?;
        let seal = seal(app).map_err(|_| wrong("the server cannot open `params.requestState`"))?;
        let opened = seal.open(&text, &purpose(request, visitor), now(app));
        let opened = opened.map_err(|broken| {
            wrong(match broken {
                Broken::Foreign => {
                    "`params.requestState` is not one that this server gave out for this request \
                     and this caller; send the request again without it"
                }
                Broken::Expired => {
                    "`params.requestState` has expired; send the request again without it"
                }
            })
        })?;
        // Another version of the program may have sealed it.
        memory = Some(Memory::read(&opened.state).unwrap_or_default());
        facts.single = app.used_states.as_ref().map(|used| used.single(&opened));
    }
    if let Some(responses) = responses.filter(|responses| given(Some(responses))) {
        let responses: Map<String, Value> = serde_json::from_str(responses.get())
            .map_err(|_| wrong("`params.inputResponses` must be an object"))?;
        if let Some((key, _)) = responses.iter().find(|(_, response)| !response.is_object()) {
            let key: String = key.chars().take(100).collect();
            return Err(wrong(&format!("`params.inputResponses.{key}` must be an object")));
        }
        match &mut memory {
            Some(memory) => memory.answered(responses),
            None => memory = Some(Memory::offered(responses)),
        }
    }
    facts.is_repeated = true;
    facts.memory = Some(Box::new(memory.unwrap_or_default()));
    Ok(())
}

/// The members of a result that asks (`InputRequiredResult`), without its end.
pub(super) fn encode(
    app: &App,
    out: &mut Vec<u8>,
    questions: &Questions,
    message: &[u8],
    visitor: &Visitor,
) -> Result<(), CallError> {
    let Ok(Message::Request(request)) = parse(message) else {
        return Err(CallError::internal("the message of a call is no request any more"));
    };
    let expires = now(app).saturating_add(app.limits.input.as_secs());
    let state = seal(app)
        .and_then(|seal| seal.seal(&questions.memory.write(), &purpose(&request, visitor), expires))
        .map_err(CallError::internal)?;
    if state.len() > LONGEST {
        let size = state.len();
        return Err(CallError::internal(format!(
            "what the call has to remember takes {size} bytes, and {LONGEST} are the most: keep \
             the values of its steps smaller"
        )));
    }
    out.extend_from_slice(b"{\"inputRequests\":");
    write::json(out, &questions.requests);
    out.extend_from_slice(b",\"requestState\":");
    write::json(out, &state);
    Ok(())
}

/// What a state is for: this request of this caller.
fn purpose(request: &Request<'_>, visitor: &Visitor) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut add = |part: &[u8]| {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    };
    add(visitor.owner().as_bytes());
    add(request.method.as_bytes());
    for member in [request.params.name(), request.params.uri(), request.params.arguments()] {
        // By what it means: clients may write it anew.
        let canonical = member.and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok());
        let canonical = canonical.map(|mut value| {
            value.sort_all_objects();
            value.to_string()
        });
        add(canonical.unwrap_or_default().as_bytes());
    }
    digest.finalize().into()
}

fn seal(app: &App) -> Result<&Seal, getrandom::Error> {
    if let Some(seal) = app.seal.get() {
        return Ok(seal);
    }
    // A process that shares its streams with nobody needs no key of others.
    let seal = Seal::new(&SigningKey::random()?);
    Ok(app.seal.get_or_init(|| seal))
}

/// In seconds since the Unix epoch.
fn now(app: &App) -> u64 {
    let now = app.environment.clock.wall();
    now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
