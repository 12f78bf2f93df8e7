use std::future::Future;

use serde_json::Value;
use serde_json::value::RawValue;

use super::arguments::{Slots, Stray};
use super::compiled::Closure;
use super::demand::Flattened;
use super::integral::integral;
use super::param::Check;
use super::rejections::{HIDDEN, NOTHING, Rejections, pointer, shown};
use super::{ArgumentSlot, Context, Handler, HandlerFuture, Output, Parameter, ReceiverSlot};
use crate::error::CallError;

/// One call on its way from the wire into a handler: generated code takes
/// its parameters from it and hands back the future to run.
pub struct Call<'a> {
    handler: &'a Handler,
    slots: Slots<'a>,
    /// The whole of `arguments`, for a flattened struct.
    arguments: Option<&'a str>,
    rejections: Rejections,
    ctx: Context,
}

/// What is expected where syntactically sound JSON cannot be read all the
/// same.
const UNREADABLE: &str = "JSON of at most 128 levels, whose strings are valid Unicode";

/// What is expected of a struct, where saying what is wrong could give a secret away.
const UNFIT: &str = "arguments that the tool can read";

/// A validated call: the handler's future, or why there is none.
pub struct Prepared(pub(crate) Result<HandlerFuture, CallError>);

impl<'a> Call<'a> {
    /// Locates the arguments. `arguments` is the text of an object.
    pub(crate) fn new(handler: &'a Handler, arguments: Option<&'a str>, ctx: Context) -> Self {
        let mut slots = Slots::new(handler.params.len());
        let mut rejections = Rejections::default();
        if let Some(json) = arguments {
            let find = |name: &str| handler.param_index(name);
            let mut stray = |stray: Stray<'a>| match stray {
                Stray::Unknown(..) if handler.flatten.is_some() => {} // the flattened struct's
                Stray::Unknown(name, value) => {
                    // It may be a secret under a misspelt name.
                    let hidden = !handler.secrets.is_empty();
                    let got = if hidden { HIDDEN.to_owned() } else { shown(value) };
                    rejections.add(pointer(&name), handler.no_such_argument(&name), got);
                }
                Stray::Repeated(index, value) => rejections.add(
                    pointer(handler.params[index].name),
                    "the argument only once",
                    format!("it again: {}", shown(value)),
                ),
            };
            if let Err(error) = slots.fill(json, &find, &mut stray) {
                rejections.add(String::new(), "a JSON object", error.to_string());
            }
        }
        Self { handler, slots, arguments, rejections, ctx }
    }

    /// Takes parameter `index`.
    pub fn param<T: Parameter<Via>, Via>(&mut self, index: usize) -> T::Slot {
        T::take(self, index)
    }

    /// Takes argument `index`, or the function's default where it is not sent.
    pub fn param_or<T: Parameter<Via>, Via>(
        &mut self,
        index: usize,
        default: impl FnOnce() -> T::Default,
    ) -> T::Slot {
        T::take_or(self, index, default)
    }

    /// Takes the struct whose members are the tool's arguments.
    pub fn flatten<T: Flattened>(&mut self) -> ArgumentSlot<T> {
        ArgumentSlot(self.flattened().and_then(|value| match T::deserialize(value) {
            Ok(value) => Some(value),
            Err(error) => {
                // What it says may quote a value.
                let hidden = !self.handler.secrets.is_empty();
                let expected = if hidden { UNFIT.to_owned() } else { error.to_string() };
                self.rejections.add(String::new(), expected, "something else".to_owned());
                None
            }
        }))
    }

    /// Takes the shared value that a method is called on.
    pub fn receiver<T: Send + Sync + 'static>(&mut self) -> ReceiverSlot<T> {
        ReceiverSlot(self.ctx.state_arc::<T>())
    }

    /// Hands the handler over, unless an argument was refused.
    pub fn run<F, Fut>(self, handler: F) -> Prepared
    where
        F: FnOnce(Context) -> Fut,
        Fut: Future<Output = Result<Output, CallError>> + Send + 'static,
    {
        if !self.rejections.is_empty() {
            return Prepared(Err(self
                .rejections
                .into_error(self.handler.kind, &self.handler.secrets)));
        }
        Prepared(Ok(Box::pin(handler(self.ctx))))
    }

    /// The same for code that takes the arguments as they are.
    pub(super) fn run_closure(mut self, closure: &Closure) -> Prepared {
        let given = match self.flattened() {
            Some(Value::Object(given)) => given,
            _ => serde_json::Map::new(), // what is wrong with it is noted
        };
        let closure = std::sync::Arc::clone(closure);
        self.run(move |ctx| closure(given, ctx))
    }

    pub(super) fn is_absent(&self, index: usize) -> bool {
        match self.slots.get(index) {
            None => true,
            Some(raw) => raw.get() == "null" && !self.handler.params[index].required,
        }
    }

    /// The JSON text of argument `index` if it was sent and its schema allows it.
    pub(super) fn argument(&mut self, index: usize) -> Option<&'a str> {
        if self.is_absent(index) {
            return None;
        }
        Some(self.slots.get(index)?.get())
    }

    /// Checks argument `index` against its schema where its type alone does
    /// not enforce it. Returns whether it may be decoded.
    pub(super) fn admits(&mut self, index: usize, json: &str) -> bool {
        match &self.handler.params[index].check {
            Check::Context | Check::ByType(_) => true,
            Check::BySchema(_) => self.violations(index, json) == 0,
        }
    }

    /// The value for an argument that was not sent; `None` notes a violation.
    pub(super) fn absent<T>(&mut self, index: usize, missing: Option<T>) -> Option<T> {
        if missing.is_none() {
            let param = &self.handler.params[index];
            self.rejections.add(
                pointer(param.name),
                format!("the required argument `{}`", param.name),
                NOTHING.to_owned(),
            );
        }
        missing
    }

    /// Explains why an argument did not decode. Returns a second spelling to
    /// try: JSON Schema calls `3.0` an integer, serde does not.
    pub(super) fn undecodable(
        &mut self,
        index: usize,
        json: &str,
        error: &serde_json::Error,
    ) -> Option<String> {
        if self.violations(index, json) > 0 {
            return None;
        }
        if let Some(normal) = integral(json) {
            return Some(normal);
        }
        self.note(index, json, error);
        None
    }

    /// Notes an argument that its schema allows and its type does not.
    pub(super) fn note(&mut self, index: usize, json: &str, error: &serde_json::Error) {
        let text = error.to_string();
        // The position counts from the start of this argument and means
        // nothing to the caller.
        let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
        let pointer = pointer(self.handler.params[index].name);
        // It may quote the value.
        let reason = if self.handler.secrets.contains(&pointer) { "it is secret" } else { reason };
        let got: &RawValue = serde_json::from_str(json).unwrap_or(RawValue::NULL);
        self.rejections.add(pointer, self.handler.readable(index, reason), shown(got));
    }

    fn violations(&mut self, index: usize, json: &str) -> usize {
        let param = &self.handler.params[index];
        let before = self.rejections.len();
        match serde_json::from_str::<Value>(json) {
            Ok(value) => {
                self.rejections.extend(&pointer(param.name), param.check.violations(&value));
            }
            Err(error) => self.rejections.add(pointer(param.name), UNREADABLE, error.to_string()),
        }
        self.rejections.len() - before
    }

    fn flattened(&mut self) -> Option<Value> {
        let handler = self.handler;
        let validator = handler.flatten.as_ref()?;
        let json = self.arguments.unwrap_or("{}");
        let mut value = match serde_json::from_str::<Value>(json) {
            Ok(value) => value,
            Err(error) => {
                self.rejections.add(String::new(), UNREADABLE, error.to_string());
                return None;
            }
        };
        let found = validator.validate(&value);
        if !found.is_empty() {
            self.rejections.extend("", found);
            return None;
        }
        if let Value::Object(members) = &mut value {
            members.retain(|name, _| handler.param_index(name).is_none());
        }
        Some(value)
    }
}
