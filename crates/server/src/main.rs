//! The reference service as a program.

use std::process::ExitCode;

use delivery_server::arguments::{self, Asked, USAGE};
use delivery_server::serve::serve;

fn main() -> ExitCode {
    let (code, line) = match arguments::read(std::env::args_os().skip(1)) {
        Err(line) => (2, line),
        Ok(Asked::Usage) => {
            eprint!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Ok(Asked::Serve(mut settings)) => match settings.take_secrets().and_then(|()| serve(&settings)) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(line) => (1, line),
        },
    };
    eprintln!("delivery-server: {line}");
    ExitCode::from(code)
}
