//! The table of kinds, states, commands and roles as a file, for tests that are not in Rust: `tests/fixtures/lifecycle.json`
//! says what [`check`] says. `UPDATE=1 cargo test -p delivery-core --test lifecycle` writes it anew.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::PathBuf;

use delivery_core::domain::lifecycle::{Command, Kind, State};
use delivery_core::domain::refusal::{Person, Standing, check};
use delivery_core::domain::role::Role;
use serde_json::{Value, json};

/// One line for each kind and state: which commands it has, and for each role which of them may be given.
fn table() -> Vec<Value> {
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        for state in State::ALL {
            let standing = Standing { kind, state, asked_by: Some("somebody else") };
            let allowed = |role: Role| {
                let person = Person { login: "ada", roles: &[role] };
                Command::ALL.into_iter().filter(|command| check(standing, *command, person).is_ok()).collect::<Vec<_>>()
            };
            let roles: serde_json::Map<String, Value> =
                Role::ALL.into_iter().map(|role| (role.name().to_owned(), json!(allowed(role)))).collect();
            lines.push(json!({ "kind": kind, "state": state, "commands": state.commands(kind), "roles": roles }));
        }
    }
    lines
}

#[test]
fn the_file_says_what_the_table_says() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/lifecycle.json");
    let lines: Vec<_> = table().iter().map(|line| format!("  {line}")).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

/// What hands messages over ends what is under way and nothing else; people may end it then, too.
#[test]
fn a_sender_ends_only_what_is_being_sent() {
    let ended: Vec<_> = State::ALL.into_iter().filter(|state| state.may_be_ended_by_its_sender()).collect();
    assert_eq!(ended, [State::Sending, State::Paused]);
    for state in ended {
        assert!(state.has_started() && !state.is_over() && state.commands(Kind::OneOff).contains(&Command::Stop));
    }
}
