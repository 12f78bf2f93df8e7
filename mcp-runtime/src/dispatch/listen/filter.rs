use std::sync::Arc;

use mcp_literals::uri::Uri;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::dispatch::{App, list};
use crate::handler::Visitor;
use crate::notify::{MOST_BYTES, MOST_RESOURCES, Subscription, TooMuch, Topic};

/// What a client wants to be told (`SubscriptionFilter`).
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) tools: bool,
    pub(super) prompts: bool,
    pub(super) resources: bool,
    /// URIs as the client wrote them.
    pub(super) uris: Vec<Box<str>>,
    /// Tasks, by their ids.
    pub(super) tasks: Vec<Box<str>>,
}

impl Filter {
    /// Reads `params.notifications`. Members that it does not know are those
    /// of extensions, and are not honoured.
    pub(super) fn read(raw: Option<&RawValue>) -> Result<Self, String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Members<'a> {
            #[serde(borrow)]
            tools_list_changed: Option<&'a RawValue>,
            #[serde(borrow)]
            prompts_list_changed: Option<&'a RawValue>,
            #[serde(borrow)]
            resources_list_changed: Option<&'a RawValue>,
            #[serde(borrow)]
            resource_subscriptions: Option<&'a RawValue>,
            #[serde(borrow)]
            task_ids: Option<&'a RawValue>,
        }
        let raw = raw.ok_or("`params.notifications` is missing: say what to listen to")?;
        if !raw.get().starts_with('{') {
            return Err("`params.notifications` must be an object".to_owned());
        }
        let members: Members<'_> = serde_json::from_str(raw.get())
            .map_err(|error| format!("`params.notifications` cannot be read: {error}"))?;
        Ok(Self {
            tools: flag(members.tools_list_changed, "toolsListChanged")?,
            prompts: flag(members.prompts_list_changed, "promptsListChanged")?,
            resources: flag(members.resources_list_changed, "resourcesListChanged")?,
            uris: uris(members.resource_subscriptions)?,
            tasks: tasks(members.task_ids)?,
        })
    }

    /// The part that the server can do for this caller: a change of what is
    /// not there, or not for it, is none.
    pub(super) fn honoured(mut self, app: &App, visitor: &Visitor) -> Self {
        let principal = visitor.principal.as_ref();
        let registry = app.registry();
        self.prompts &= list::Kind::Prompts.is_served(&registry);
        self.resources &= list::Kind::Resources.is_served(&registry);
        self.uris.retain(|uri| app.readable(uri, principal).is_some());
        self.tasks.retain(|id| app.task(id, visitor).is_some());
        self
    }

    /// Lets a subscription have it.
    pub(super) fn watch(&self, subscription: &Subscription) -> Result<(), TooMuch> {
        for (wanted, topic) in [
            (self.tools, Topic::Tools),
            (self.prompts, Topic::Prompts),
            (self.resources, Topic::Resources),
        ] {
            if wanted {
                subscription.watch(topic, None)?;
            }
        }
        for uri in &self.uris {
            if let Some((topic, shown)) = resource(uri) {
                subscription.watch(topic, shown)?;
            }
        }
        for id in &self.tasks {
            let topic = Topic::Task((**id).into());
            subscription.watch(topic.clone(), None)?;
            // How it stands by now: it may have ended before anybody listened.
            subscription.mark(&topic);
        }
        Ok(())
    }
}

/// The resource of a URI, and the URI where it is not the usual form of it;
/// `None` for what is no URI.
pub(super) fn resource(uri: &str) -> Option<(Topic, Option<Arc<str>>)> {
    let usual: Arc<str> = Uri::parse(uri).ok()?.to_string().into();
    let shown = (*usual != *uri).then(|| uri.into());
    Some((Topic::Resource(usual), shown))
}

fn flag(raw: Option<&RawValue>, name: &str) -> Result<bool, String> {
    match raw.map(RawValue::get) {
        Some("true") => Ok(true),
        None | Some("false") => Ok(false),
        Some(_) => Err(format!("`params.notifications.{name}` must be true or false")),
    }
}

fn uris(raw: Option<&RawValue>) -> Result<Vec<Box<str>>, String> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    let uris: Vec<Box<str>> = serde_json::from_str(raw.get()).map_err(|_| {
        "`params.notifications.resourceSubscriptions` must be a list of URIs".to_owned()
    })?;
    let bytes: usize = uris.iter().map(|uri| uri.len()).sum();
    if uris.len() > MOST_RESOURCES || bytes > MOST_BYTES {
        return Err(format!(
            "`params.notifications.resourceSubscriptions` has {} URIs of {bytes} bytes: {TooMuch}; \
             open another one for the rest",
            uris.len()
        ));
    }
    Ok(uris)
}

fn tasks(raw: Option<&RawValue>) -> Result<Vec<Box<str>>, String> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    let ids: Vec<Box<str>> = serde_json::from_str(raw.get())
        .map_err(|_| "`params.notifications.taskIds` must be a list of strings".to_owned())?;
    let bytes: usize = ids.iter().map(|id| id.len()).sum();
    if ids.len() > MOST_RESOURCES || bytes > MOST_BYTES {
        return Err(format!(
            "`params.notifications.taskIds` has {} ids of {bytes} bytes, more than one \
             subscription watches; open another one for the rest",
            ids.len()
        ));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Filter, String> {
        Filter::read(Some(serde_json::from_str(json).unwrap()))
    }

    #[test]
    fn what_is_asked_for_is_read_and_the_rest_left_out() {
        let filter = read(
            r#"{"toolsListChanged":true,"promptsListChanged":false,"resourcesListChanged":null,
                "resourceSubscriptions":["a:1"],"taskIds":["7"],"x/other":[3]}"#,
        );
        let (uris, tasks) = (vec!["a:1".into()], vec!["7".into()]);
        let expected = Filter { tools: true, uris, tasks, ..Filter::default() };
        assert_eq!(filter, Ok(expected));
        assert_eq!(read("{}"), Ok(Filter::default()));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert!(Filter::read(None).unwrap_err().contains("`params.notifications` is missing"));
        for (json, named) in [
            ("[]", "`params.notifications` must be an object"),
            ("true", "`params.notifications` must be an object"),
            (r#"{"toolsListChanged":1}"#, "toolsListChanged` must be true or false"),
            (r#"{"promptsListChanged":"true"}"#, "promptsListChanged` must be true or false"),
            (r#"{"resourceSubscriptions":"a:1"}"#, "must be a list of URIs"),
            (r#"{"resourceSubscriptions":["a:1",2]}"#, "must be a list of URIs"),
            (r#"{"taskIds":[1]}"#, "taskIds` must be a list of strings"),
            (r#"{"toolsListChanged":true,"toolsListChanged":true}"#, "duplicate field"),
        ] {
            let message = read(json).unwrap_err();
            assert!(message.contains(named), "{json}: {message}");
        }
    }

    #[test]
    fn a_filter_is_bounded_in_number_and_bytes() {
        let of = |uris: &[String]| {
            read(&serde_json::json!({ "resourceSubscriptions": uris }).to_string())
        };
        let many: Vec<String> = (0..=MOST_RESOURCES).map(|number| format!("a:{number}")).collect();
        assert!(of(&many[1..]).is_ok());
        assert!(of(&many).unwrap_err().contains("has 257 URIs"));
        let long = ["a:".to_owned() + &"x".repeat(MOST_BYTES - 2)];
        assert!(of(&long).is_ok());
        let longer = [long[0].clone(), "b".to_owned()];
        assert!(of(&longer).unwrap_err().contains("8193 bytes"));
    }
}
