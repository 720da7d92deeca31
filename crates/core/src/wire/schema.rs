//! How the domain's values look in the OpenAPI document. Made from the domain's own lists, so that the document cannot
//! name a state or a role that the code does not know.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::{channel, event, kpi, lifecycle, role, schedule, status};

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

/// An object of these properties, all of them there.
fn object(properties: &[(&str, RefOr<Schema>)], description: &str) -> RefOr<Schema> {
    let empty = ObjectBuilder::new().schema_type(Type::Object).description(Some(description));
    properties
        .iter()
        .fold(empty, |object, (name, schema)| object.property(*name, schema.clone()).required(*name))
        .into()
}

fn text(description: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description)).into()
}

/// An object of numbers of messages.
fn counts() -> RefOr<Schema> {
    let number = || ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).into();
    let counts = serde_json::to_value(kpi::Counts::default()).unwrap_or_default();
    let names: Vec<_> = counts.as_object().into_iter().flatten().map(|(name, _)| (name.as_str(), number())).collect();
    object(&names, "Numbers of messages")
}

/// A whole number, or null.
fn limit(description: &str) -> RefOr<Schema> {
    let number_or_null = SchemaType::from_iter([Type::Integer, Type::Null]);
    ObjectBuilder::new().schema_type(number_or_null).minimum(Some(0)).description(Some(description)).into()
}

schema! {
    /// [`lifecycle::State`].
    State => one_of(&lifecycle::State::ALL, "Where a delivery stands");
    /// [`role::Role`].
    Role => one_of(&role::Role::ALL, "A right that an administrator gives");
    /// [`status::Feedback`].
    Feedback => one_of(&[status::Feedback::On, status::Feedback::Off], "Whether the provider reports each delivery");
    /// [`status::Status`].
    Status => one_of(&status::Status::NAMES.map(|(status, _)| status), "What a message counts as");
    /// [`status::Detail`].
    Detail => one_of(&status::Detail::NAMES.map(|(detail, _)| detail), "Why a message has its status");
    /// [`crate::domain::instant::Instant`].
    Instant => ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
        .description(Some("An instant, RFC 3339 in UTC"))
        .into();
    /// [`channel::Channel`].
    Channel => one_of(&channel::Channel::ALL, "What carries the messages");
    /// [`channel::Tracking`].
    Tracking => one_of(&[channel::Tracking::On, channel::Tracking::Off], "Whether opens and clicks are noted");
    /// [`event::Subject`].
    Subject => one_of(
        &[event::Subject::Audience, event::Subject::Content, event::Subject::Schedule],
        "What has changed since the preparation",
    );
    /// [`crate::domain::civil::Wall`].
    Wall => text("Civil time, as a clock on a wall shows it: 2026-11-30T09:00:00; seconds may be left out");
    /// [`schedule::Plan`].
    Plan => ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Object]))
        .description(Some(
            "\"once_confirmed\"; or {\"at\": {wall, zone, confirmation, send_time}}; or {\"recurring\": {recurrence: {first, zone, \
             pattern, ends}, aggregation, confirmation, send_time}}. confirmation is required or automatic; send_time is \
             same_instant or recipient_zone; aggregation is none, day, week, month or year. pattern is \"once\", or one of \
             times_a_day {every_minutes, until}, daily {every}, weekly {every, days: [mon…]}, monthly_on_day {every, day}, \
             monthly_on_weekday {every, nth: first…fourth or last, weekday}, yearly {every}. ends is \"never\", {\"after\": n} \
             or {\"until\": {wall, zone}}.",
        ))
        .into();
    /// [`crate::domain::safeguards::Safeguards`].
    Safeguards => object(
        &[
            ("type_number_from", limit("From so many messages on, the number has to be typed; null: never")),
            ("second_person_from", limit("From so many messages on, a second person has to approve; null: never")),
        ],
        "What confirming takes besides OK",
    );
    /// [`kpi::Tally`].
    Tally => object(&[("all", counts()), ("people", counts())], "Messages, counted by what they are");
    /// [`schedule::Problem`].
    FieldProblem => object(
        &[
            ("field", one_of(&schedule::Field::ALL, "The field")),
            ("why", one_of(&schedule::Why::ALL, "What is wrong with it")),
        ],
        "What is wrong with a field of a schedule",
    );
}
