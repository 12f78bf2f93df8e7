use std::time::Duration;

/// The environment, as OpenTelemetry's specification has it read: an empty
/// value is none, and one that makes no sense is said and left aside.
pub(super) struct Variables<'a>(Box<Look<'a>>);

/// The value of a variable.
type Look<'a> = dyn Fn(&str) -> Option<String> + 'a;

impl<'a> Variables<'a> {
    pub(super) fn of_process() -> Self {
        Self::new(|name| std::env::var(name).ok())
    }

    pub(super) fn new(look: impl Fn(&str) -> Option<String> + 'a) -> Self {
        Self(Box::new(look))
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        let text = (self.0)(name)?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The value for one signal, else that for all, and which it was.
    pub(super) fn of_signal(&self, signal: &str, rest: &str) -> Option<(String, String)> {
        let own = format!("OTEL_EXPORTER_OTLP_{signal}_{rest}");
        let general = format!("OTEL_EXPORTER_OTLP_{rest}");
        [own, general].into_iter().find_map(|name| Some((self.text(&name)?, name)))
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        match self.text(name) {
            None => false,
            Some(text) if text.eq_ignore_ascii_case("true") => true,
            Some(text) => {
                if !text.eq_ignore_ascii_case("false") {
                    ignored(name, "write `true` or `false`");
                }
                false
            }
        }
    }

    /// A number within bounds, whatever is asked for.
    pub(super) fn number(&self, name: &str, default: u64, least: u64, most: u64) -> u64 {
        let Some(text) = self.text(name) else { return default };
        match text.parse::<u64>() {
            Ok(number) if (least..=most).contains(&number) => number,
            _ => {
                ignored(name, &format!("write a whole number from {least} to {most}"));
                default
            }
        }
    }

    pub(super) fn milliseconds(&self, name: &str, default: u64) -> Duration {
        // Shorter ones would keep a processor busy with nothing else.
        Duration::from_millis(self.number(name, default, 10, 3_600_000))
    }
}

/// Says that a value is left aside, but not which it is: some are secrets.
pub(super) fn ignored(name: &str, hint: &str) {
    tracing::warn!("{name} is not usable and left aside: {hint}");
}
