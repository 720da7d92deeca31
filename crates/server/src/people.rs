//! Who may sign in to the demo.

use delivery_core::domain::role::Role;
use delivery_core::wire::User;

/// The demo's users: with and without `Start deliveries`, with and without `View logs`.
pub fn demo() -> Vec<User> {
    let user = |login: &str, name: &str, roles: &[Role]| User {
        login: login.to_owned(),
        name: name.to_owned(),
        roles: roles.to_vec(),
    };
    vec![
        user("ada", "Ada Rossi", &[Role::PrepareDeliveries, Role::StartDeliveries, Role::ViewLogs, Role::Export]),
        user("bo", "Bo Lindgren", &[Role::PrepareDeliveries]),
        user("carla", "Carla Mensah", &[Role::StartDeliveries, Role::ViewLogs]),
        user("dev", "Dev Sharma", &[Role::ViewLogs]),
        user("eve", "Eve Okafor", &[Role::Administration, Role::ViewLogs]),
    ]
}

/// What a user may do, in one sentence.
pub fn says(user: &User) -> String {
    let can = |role| user.roles.contains(&role);
    let first = match (can(Role::PrepareDeliveries), can(Role::StartDeliveries)) {
        (_, true) => "prepares, confirms, pauses and stops",
        (true, false) => "prepares, but does not send",
        (false, false) if can(Role::Administration) => "sets the safeguards, does not send",
        (false, false) => "only looks",
    };
    let second = if can(Role::ViewLogs) { "sees addresses" } else { "sees addresses masked" };
    format!("{first}; {second}")
}
