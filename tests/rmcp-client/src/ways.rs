/// How the client opens the conversation.
#[derive(Debug, Clone, Copy)]
pub enum Era {
    /// With `initialize`, asking for 2026-07-28, as it does by default.
    Initialize,
    /// With `server/discover`.
    Discover,
}

/// What carries the messages.
#[derive(Debug, Clone, Copy)]
pub enum Transport {
    /// A process of its own.
    Stdio,
    /// The running server.
    Http,
}

/// One way to connect.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// How the conversation is opened.
    pub era: Era,
    /// What carries it.
    pub transport: Transport,
}

impl Way {
    /// The revision that both sides should agree on.
    pub fn revision(self) -> &'static str {
        match self.era {
            Era::Initialize => "2025-11-25",
            Era::Discover => "2026-07-28",
        }
    }

    /// Whether messages go over HTTP.
    pub fn is_http(self) -> bool {
        matches!(self.transport, Transport::Http)
    }
}

/// Makes four tests of each function, one for each way to connect.
#[macro_export]
macro_rules! every_way {
    ($($test:ident),* $(,)?) => {
        $crate::every_way!(@one initialize_stdio, Initialize, Stdio, $($test),*);
        $crate::every_way!(@one initialize_http, Initialize, Http, $($test),*);
        $crate::every_way!(@one discover_stdio, Discover, Stdio, $($test),*);
        $crate::every_way!(@one discover_http, Discover, Http, $($test),*);
    };
    (@one $module:ident, $era:ident, $transport:ident, $($test:ident),*) => {
        mod $module {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
                async fn $test() {
                    let way = $crate::Way { era: $crate::Era::$era, transport: $crate::Transport::$transport };
                    tokio::time::timeout($crate::LIMIT, super::$test(way)).await.expect("took too long");
                }
            )*
        }
    };
}
