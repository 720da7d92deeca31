//! Secrets, from the environment or from files that it names: whoever lists the processes of a machine reads command lines.

use std::io;

/// What the environment says under this name, or what the file says that is named under the same with `_FILE` behind it.
/// `None` if neither is set.
///
/// # Errors
/// One line that says what is wrong, without what was said.
pub fn secret(name: &str) -> Result<Option<String>, String> {
    secret_of(name, |name| std::env::var(name).ok(), |path| std::fs::read_to_string(path))
}

/// The same, with another environment.
pub(crate) fn secret_of(
    name: &str,
    variable: impl Fn(&str) -> Option<String>,
    file: impl Fn(&str) -> io::Result<String>,
) -> Result<Option<String>, String> {
    let in_file = format!("{name}_FILE");
    match (variable(name), variable(&in_file)) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err(format!("{name} and {in_file} are both set: one is enough")),
        (Some(text), None) => Ok(Some(text)),
        (None, Some(path)) => file(&path).map(Some).map_err(|error| format!("{in_file} cannot be read: {error}")),
    }
}
