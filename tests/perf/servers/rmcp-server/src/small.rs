//! Tools to fill a list with.

use rmcp::handler::server::wrapper::Parameters;
use rmcp::{tool, tool_router};

use crate::tools::Tools;

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Lookup {
    key: String,
}

macro_rules! small {
    ($($name:ident)*) => {
        #[tool_router(router = small_router, vis = "pub(crate)")]
        impl Tools {$(
            /// Looks up one record by its key.
            #[tool]
            async fn $name(&self, Parameters(Lookup { key }): Parameters<Lookup>) -> String {
                key
            }
        )*}
    };
}

small! {
    small_00 small_01 small_02 small_03 small_04 small_05 small_06 small_07 small_08 small_09
    small_10 small_11 small_12 small_13 small_14 small_15 small_16 small_17 small_18 small_19
    small_20 small_21 small_22 small_23 small_24 small_25 small_26 small_27 small_28 small_29
    small_30 small_31 small_32 small_33 small_34 small_35 small_36 small_37 small_38 small_39
    small_40 small_41 small_42 small_43 small_44 small_45 small_46 small_47
}
