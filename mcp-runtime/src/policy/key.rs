/// A setting, by the name it has in the file; in upper case, in a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Enabled,
    Auth,
    Timeout,
    Rate,
    Concurrency,
    Queue,
    QueueTimeout,
    Cost,
    Budget,
    Breaker,
    Cache,
    MaxOutput,
    Flood,
    RateLimitStatus,
}

impl Key {
    /// What a tool has, and the defaults for all tools.
    pub(super) const OF_HANDLERS: &'static [Self] = &[
        Self::Enabled,
        Self::Auth,
        Self::Timeout,
        Self::Rate,
        Self::Concurrency,
        Self::Queue,
        Self::QueueTimeout,
        Self::Cost,
        Self::Budget,
        Self::Breaker,
        Self::Cache,
        Self::MaxOutput,
    ];

    pub(super) const OF_SERVER: &'static [Self] =
        &[Self::Concurrency, Self::Queue, Self::QueueTimeout, Self::Flood, Self::RateLimitStatus];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Auth => "auth",
            Self::Timeout => "timeout",
            Self::Rate => "rate",
            Self::Concurrency => "concurrency",
            Self::Queue => "queue",
            Self::QueueTimeout => "queue_timeout",
            Self::Cost => "cost",
            Self::Budget => "budget",
            Self::Breaker => "breaker",
            Self::Cache => "cache",
            Self::MaxOutput => "max_output",
            Self::Flood => "flood",
            Self::RateLimitStatus => "rate_limit_status",
        }
    }

    /// What a value of it is, with an example in the file's notation.
    pub(super) fn takes(self) -> &'static str {
        match self {
            Self::Enabled => "`true` or `false`",
            Self::Auth => {
                "`true`, a scope in quotes or an array of them, \"public\", or \"off\" for what the \
                 server demands"
            }
            Self::Timeout | Self::QueueTimeout => "a duration in quotes, such as \"10s\"",
            Self::Rate => {
                "a rate in quotes, such as \"60/min\", an array of them, or \"off\" for no limit"
            }
            Self::Concurrency => "a whole number, such as 4, or \"off\" for no limit",
            Self::Queue => "a whole number, such as 4",
            Self::Cost => "an amount in quotes, such as \"$0.002\", or \"off\"",
            Self::Budget => "a budget in quotes, such as \"$5/day\", or \"off\" for no limit",
            Self::Breaker => {
                "failures and a time in quotes, such as \"5/30s\", or \"off\" for none"
            }
            Self::Cache => "a duration in quotes, such as \"60s\", or \"off\" for none",
            Self::MaxOutput => "a size in quotes, such as \"64KB\"",
            Self::Flood => "a rate in quotes, such as \"100/s\", or \"off\" for no limit",
            Self::RateLimitStatus => "200 or 429",
        }
    }

    /// Whether `"off"` is a value of it.
    pub(super) fn is_optional(self) -> bool {
        matches!(
            self,
            Self::Auth
                | Self::Rate
                | Self::Concurrency
                | Self::Cost
                | Self::Budget
                | Self::Breaker
                | Self::Cache
                | Self::Flood
        )
    }
}
