//! A PostgreSQL server for tests, with files of its own, which listens on a socket in its folder and ends with whoever
//! started it.

use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to be there.
const PATIENCE: Duration = Duration::from_secs(60);

/// Makes the files, serves until there is nothing more to read, and leaves no more than an empty folder. What is tested is
/// not a power failure, so nothing waits for the disk.
const SCRIPT: &str = r#"
set -e
"$1/initdb" -D "$2/files" -U tests -A trust -E UTF8 --locale=C --no-sync >/dev/null
"$1/postgres" -D "$2/files" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=300 -c shared_buffers=64MB -c logging_collector=off -c log_min_messages=fatal 2>"$2/log" &
read -r nothing || true
kill -INT $! || true
wait $! || true
rm -rf "$2/files" "$2/log"
"#;

/// A server at work.
pub struct Cluster {
    /// Where it is, without the name of a database.
    pub address: String,
    /// Its server ends when this is closed.
    stdin: Option<ChildStdin>,
    script: Child,
    folder: PathBuf,
}

impl Cluster {
    /// Where PostgreSQL is, if it is here.
    pub fn programs() -> Option<PathBuf> {
        let of_debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let mut folders: Vec<_> = of_debian.map(|entry| entry.path().join("bin")).collect();
        folders.sort();
        let path = std::env::var_os("PATH").unwrap_or_default();
        folders.extend(std::env::split_paths(&path));
        folders.into_iter().rev().find(|folder| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file()))
    }

    /// Starts one.
    ///
    /// # Errors
    /// One line that says why there is none.
    pub fn start() -> Result<Self, String> {
        let programs = Self::programs().ok_or("PostgreSQL is not here")?;
        let wrong = |error: std::io::Error| format!("PostgreSQL cannot be started: {error}");
        let root = ["/dev/shm", "/tmp"].map(Path::new).into_iter().find(|folder| folder.is_dir());
        let name = format!("delivery-postgres-{}", std::process::id());
        let folder = root.map_or_else(std::env::temp_dir, Path::to_owned).join(name);
        std::fs::create_dir_all(&folder).map_err(wrong)?;
        let mut command = Command::new("sh");
        // It refuses to run as root.
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(&folder).status().map_err(wrong)?;
            if !owned.success() {
                return Err("PostgreSQL has no user of its own here".to_owned());
            }
            command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh"]);
        }
        command.args(["-c", SCRIPT, "sh"]).arg(programs).arg(&folder).current_dir("/");
        let mut script = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().map_err(wrong)?;
        let stdin = script.stdin.take();
        let socket = folder.join(".s.PGSQL.5432");
        let begun = Instant::now();
        while !socket.exists() {
            if begun.elapsed() > PATIENCE || script.try_wait().is_ok_and(|ended| ended.is_some()) {
                return Err(format!("PostgreSQL did not start; {} may say why", folder.join("log").display()));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let host = folder.display().to_string().replace('/', "%2F");
        Ok(Self { address: format!("postgres://tests@{host}"), stdin, script, folder })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ended = self.script.wait();
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout == b"0\n")
}
