use std::any::Any;
use std::fmt::Display;
use std::pin::Pin;
use std::time::Duration;

/// When a readiness check is run, and how long it may take.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ReadinessOptions {
    pub(super) timeout: Duration,
    pub(super) interval: Duration,
}

impl Default for ReadinessOptions {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(5), interval: Duration::from_secs(10) }
    }
}

impl ReadinessOptions {
    /// The defaults: 5 s for each run, 10 s between two of them.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long one run may take; then it has failed, and its future is
    /// dropped. Default: 5 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time from the end of a run to the next. At least 100 ms.
    /// Default: 10 s.
    #[must_use]
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// What nobody can have meant.
    pub(crate) fn check(self) -> Result<(), &'static str> {
        if self.timeout.is_zero() {
            return Err("the timeout must be longer than zero");
        }
        if self.interval < Duration::from_millis(100) {
            return Err("the interval must be at least 100 ms");
        }
        Ok(())
    }
}

/// What a readiness check may return: a `Result` whose error can be
/// displayed, or `bool`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether the server is ready",
    label = "neither a `Result` with an error that can be displayed nor a `bool`",
    note = "return `Ok(())`, or an `Err` with what is wrong"
)]
pub trait IntoReadiness {
    /// `Ok`, or what is wrong.
    ///
    /// # Errors
    /// Where the server is not ready.
    fn into_readiness(self) -> Result<(), String>;
}

impl IntoReadiness for bool {
    fn into_readiness(self) -> Result<(), String> {
        if self { Ok(()) } else { Err("the check said no".to_owned()) }
    }
}

impl<T: 'static, E: Display> IntoReadiness for Result<T, E> {
    fn into_readiness(self) -> Result<(), String> {
        match self {
            // A query that worked and said no would otherwise pass.
            Ok(value) => match (&value as &dyn Any).downcast_ref::<bool>() {
                Some(passes) => passes.into_readiness(),
                None => Ok(()),
            },
            Err(error) => Err(error.to_string()),
        }
    }
}

impl IntoReadiness for &bool {
    fn into_readiness(self) -> Result<(), String> {
        (*self).into_readiness()
    }
}

/// One of the user's questions to what the server depends on.
pub(crate) struct Check {
    pub(crate) name: Box<str>,
    pub(super) options: ReadinessOptions,
    pub(super) ask: Box<dyn Fn() -> Asked + Send + Sync>,
}

pub(super) type Asked = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

impl Check {
    pub(crate) fn new<F, A>(name: &str, options: ReadinessOptions, ask: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output: IntoReadiness> + Send + 'static,
    {
        let ask = move || -> Asked {
            let answer = ask();
            Box::pin(async move { answer.await.into_readiness() })
        };
        Self { name: name.into(), options, ask: Box::new(ask) }
    }
}
