//! How the domain's values look in the OpenAPI document. Made from the domain's own lists, so that the document cannot
//! name a state or a role that the code does not know.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::{lifecycle, role, status};

/// A string that is one of what these values are written as.
fn one_of<T: Serialize>(values: &[T], description: &str) -> RefOr<Schema> {
    let names: Vec<_> = values.iter().filter_map(|value| serde_json::to_value(value).ok()).collect();
    ObjectBuilder::new().schema_type(Type::String).description(Some(description)).enum_values(Some(names)).into()
}

macro_rules! schema {
    ($($(#[$doc:meta])* $name:ident => $make:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $make
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn schemas(_: &mut Vec<(String, RefOr<Schema>)>) {}
        }
    )*};
}

schema! {
    /// [`lifecycle::State`].
    State => one_of(&lifecycle::State::ALL, "Where a delivery stands");
    /// [`role::Role`].
    Role => one_of(&role::Role::ALL, "A right that an administrator gives");
    /// [`status::Feedback`].
    Feedback => one_of(&[status::Feedback::On, status::Feedback::Off], "Whether the provider reports each delivery");
    /// [`crate::domain::instant::Instant`].
    Instant => ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
        .description(Some("An instant, RFC 3339 in UTC"))
        .into();
}
