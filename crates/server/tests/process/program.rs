//! The service as a process, and a client of it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use delivery_core::wire::{Delivery, TokenAnswer};

pub struct Program {
    pub child: Child,
    pub address: String,
    /// What it said on stderr so far.
    pub said: Arc<Mutex<String>>,
    agent: ureq::Agent,
}

/// An answer; `Err` if there was none.
pub type Answered = Result<Answer, ureq::Error>;

pub struct Answer {
    pub status: u16,
    pub version: String,
    pub cursor: String,
    pub text: String,
}

impl Program {
    pub fn start(database: impl AsRef<OsStr>, options: &[&str]) -> Self {
        Self::spawn(&mut Command::new(env!("CARGO_BIN_EXE_delivery-server")), database, options)
    }

    /// Started by another command, which gets the service's arguments.
    pub fn spawn(command: &mut Command, database: impl AsRef<OsStr>, options: &[&str]) -> Self {
        Self::spawn_bare(command.arg("--demo"), database, options)
    }

    /// The same without the demo.
    pub fn spawn_bare(command: &mut Command, database: impl AsRef<OsStr>, options: &[&str]) -> Self {
        command.args(["--listen", "127.0.0.1:0", "--database"]).arg(database.as_ref()).args(options);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (into, mut from) = (Arc::clone(&said), child.stderr.take().unwrap());
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read) = from.read(&mut bytes) {
                if read == 0 {
                    break;
                }
                into.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..read]));
            }
        });
        let address = line.trim().strip_prefix("listening on ").map(str::to_owned);
        let Some(address) = address else {
            panic!("it did not start: {line:?} {:?} {}", child.wait(), said.lock().unwrap());
        };
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent = config.timeout_global(Some(Duration::from_secs(20))).build().into();
        Self { child, address, said, agent }
    }

    pub fn kill(&mut self) {
        // SIGKILL: no time to finish anything.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn token(&self) -> Result<String, ureq::Error> {
        self.token_of("ada")
    }

    pub fn token_of(&self, login: &str) -> Result<String, ureq::Error> {
        let body = serde_json::json!({ "login": login }).to_string();
        let request = self.agent.post(format!("{}/api/demo/token", self.address));
        let text = request.header("content-type", "application/json").send(body)?.body_mut().read_to_string()?;
        Ok(serde_json::from_str::<TokenAnswer>(&text).unwrap().token)
    }

    pub fn get(&self, token: &str, path: &str) -> Answered {
        let request = self.agent.get(format!("{}{path}", self.address));
        answer(request.header("authorization", format!("Bearer {token}")).call()?)
    }

    pub fn post(&self, token: &str, path: &str, version: &str, key: &str, body: &str) -> Answered {
        let request = self.agent.post(format!("{}{path}", self.address)).header("if-match", version);
        let request = request.header("authorization", format!("Bearer {token}")).header("idempotency-key", key);
        answer(request.header("content-type", "application/json").send(body)?)
    }

    pub fn record(&self, token: &str, id: &str) -> Result<(Delivery, String), ureq::Error> {
        let answer = self.get(token, &format!("/api/deliveries/{id}"))?;
        assert_eq!(answer.status, 200, "{}", answer.text);
        Ok((serde_json::from_str(&answer.text).unwrap(), answer.version))
    }

    pub fn log(&self, token: &str, id: &str) -> Result<Vec<String>, ureq::Error> {
        let answer = self.get(token, &format!("/api/deliveries/{id}/events"))?;
        assert_eq!(answer.status, 200, "{}", answer.text);
        Ok(answer.text.lines().map(str::to_owned).collect())
    }

    /// A stream of a log, to be read to its end.
    pub fn stream(&self, token: &str, id: &str) -> impl Read + Send + 'static {
        let request = self.agent.get(format!("{}/api/deliveries/{id}/events", self.address));
        let request = request.header("authorization", format!("Bearer {token}")).header("accept", "text/event-stream");
        request.call().unwrap().into_body().into_reader()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _waited = self.child.wait();
    }
}

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Answered {
    let header = |name: &str| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let (version, cursor) = (header("etag"), header("last-event-id"));
    let status = response.status().as_u16();
    let text = response.body_mut().with_config().limit(1 << 30).read_to_string()?;
    Ok(Answer { status, version, cursor, text })
}

/// Asks until the answer is there.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(15));
    }
}
