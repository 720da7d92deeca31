//! One step that takes time: announced with its reason, its output kept in a log, its failure one plain sentence.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::tree;

/// Steps shorter than this need no second line.
const WORTH_SAYING: Duration = Duration::from_secs(3);

/// Whether what is said about the steps goes where errors go, because the answer alone belongs on the output.
static IS_ASIDE: AtomicBool = AtomicBool::new(false);

/// From now on, nothing is said on the output but the answer: a program reads it.
pub fn speak_aside() {
    IS_ASIDE.store(true, Ordering::Relaxed);
}

/// Says a line about a step.
pub fn say(line: impl Display) {
    if IS_ASIDE.load(Ordering::Relaxed) {
        eprintln!("{line}");
    } else {
        println!("{line}");
        let _ = io::stdout().flush();
    }
}

/// Why the command ends early: one plain sentence saying what happened and what to do.
#[derive(Debug)]
pub struct Stop(pub String);

impl Stop {
    /// For a file that could not be read or written.
    pub fn file(path: &Path, error: &io::Error) -> Stop {
        Stop(format!("{} could not be used: {error}.", path.display()))
    }
}

/// A step about to be done.
pub struct Step<'a> {
    /// What is being done and why, as the start of a sentence.
    pub what: &'a str,
    /// How long it usually takes; empty for what is over before one has read it.
    pub usually: &'a str,
    /// Name of its log, without folder and ending.
    pub log: &'a str,
    /// How long it may take at most.
    pub limit: Option<Duration>,
}

/// A step that is over and went well.
pub struct Done {
    /// Everything it printed.
    pub output: String,
}

impl Step<'_> {
    /// Runs the command with its output in the log, and a line a minute so that nobody thinks it hangs.
    pub fn run(&self, command: &mut Command) -> Result<Done, Stop> {
        let log = log_path(self.log)?;
        let file = File::create(&log).map_err(|error| Stop::file(&log, &error))?;
        let copy = file.try_clone().map_err(|error| Stop::file(&log, &error))?;
        self.announce();
        let begun = Instant::now();
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(file).stderr(copy).spawn();
        let child =
            child.map_err(|error| Stop(format!("{program} could not be started: {error}. Is it installed?")))?;
        let status = self.wait(child, begun)?;
        let took = begun.elapsed();
        let output = fs::read(&log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        match status {
            Some(status) if status.success() => {
                if took >= WORTH_SAYING {
                    say(format_args!("  done in {}", spoken(took)));
                }
                Ok(Done { output })
            }
            Some(_) => Err(self.failed(&output, &log, "failed")),
            None => Err(self.failed(&output, &log, "was given up, it took too long")),
        }
    }

    fn announce(&self) {
        let usually = if self.usually.is_empty() { String::new() } else { format!(" (usually {})", self.usually) };
        say(format_args!("- {}{usually}", self.what));
    }

    fn wait(&self, mut child: Child, begun: Instant) -> Result<Option<ExitStatus>, Stop> {
        let mut minutes = 1;
        loop {
            let status =
                child.try_wait().map_err(|error| Stop(format!("{} could not be watched: {error}.", self.what)))?;
            if status.is_some() {
                return Ok(status);
            }
            let passed = begun.elapsed();
            if self.limit.is_some_and(|limit| passed > limit) {
                let _ = child.kill();
                let _ = child.wait();
                return Ok(None);
            }
            if passed.as_secs() >= minutes * 60 {
                say(format_args!("  … {minutes} min so far"));
                minutes += 1;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn failed(&self, output: &str, log: &Path, how: &str) -> Stop {
        let shown = tail(output, 60);
        let log = tree::relative(log);
        Stop(format!("{shown}\nThis step {how}: {}. Its whole output is in {log}.", self.what))
    }
}

/// Where a step's output goes.
pub fn log_path(name: &str) -> Result<PathBuf, Stop> {
    let folder = tree::root().join("target/xtask-logs");
    fs::create_dir_all(&folder).map_err(|error| Stop::file(&folder, &error))?;
    Ok(folder.join(name).with_extension("log"))
}

/// What a quick command prints, or nothing if it is missing or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The last lines of a text.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// A length of time for people: `0.4 s`, `12 s`, `3 min 5 s`.
pub fn spoken(time: Duration) -> String {
    match time.as_secs() {
        0..=9 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..=99 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spoken() {
        for (seconds, words) in [(0.42, "0.4 s"), (12.0, "12 s"), (99.9, "99 s"), (185.0, "3 min 5 s")] {
            assert_eq!(spoken(Duration::from_secs_f64(seconds)), words);
        }
    }

    #[test]
    fn the_tail_is_the_end() {
        assert_eq!(tail("a\nb\nc\n", 2), "b\nc");
        assert_eq!(tail("a", 5), "a");
    }
}
