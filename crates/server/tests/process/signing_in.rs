//! A service without the demo: whom a portal signs in, and what it says where nobody can.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use delivery_core::domain::role::Role;
use delivery_core::wire::Session;
use serde_json::Value;

use crate::ground;
use crate::program::{Program, until};

const SECRET: &str = "what the portal and the service know";
const NOBODY: &str = "nobody can sign in";

fn service() -> Command {
    Command::new(env!("CARGO_BIN_EXE_delivery-server"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn said(program: &Program) -> String {
    program.said.lock().unwrap().clone()
}

fn session(program: &Program, token: &str) -> Result<Session, u16> {
    let answer = program.get(token, "/api/session").unwrap();
    if answer.status == 200 { Ok(serde_json::from_str(&answer.text).unwrap()) } else { Err(answer.status) }
}

/// What makes a token, as a reader of the page on embedding takes it over.
fn snippet() -> String {
    let page = std::fs::read_to_string(root().join("docs/embedding.md")).unwrap();
    let lines = page.lines().skip_while(|line| !line.contains("createHmac }"));
    let lines: Vec<_> = lines.map_while(|line| line.strip_prefix("    ")).collect();
    assert_eq!(lines.len(), 6, "as the README says: {lines:?}");
    lines.join("\n")
}

/// What a page of Node's prints that knows the secret.
fn of_node(script: &str) -> String {
    let mut node = Command::new("node");
    node.args(["--input-type=module", "--eval", script]).env("DELIVERY_TOKEN_SECRET", SECRET);
    let output = node.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_portal_signs_in_with_the_lines_of_the_page_on_embedding() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, format!("{SECRET}\n")).unwrap();
    let database = ground::address(folder.path());
    let mut command = service();
    let program = Program::spawn_bare(command.env("DELIVERY_TOKEN_SECRET_FILE", &file), &database, &[]);
    let token = of_node(&format!(
        "{}\nconsole.log(tokenOf({{ login: 'zoe', name: 'Zoë Ricci', roles: ['Start deliveries', 'View logs'] }}))",
        snippet()
    ));
    let session_of_zoe = session(&program, &token).unwrap();
    assert_eq!((session_of_zoe.user.login.as_str(), session_of_zoe.user.name.as_str()), ("zoe", "Zoë Ricci"));
    assert_eq!(session_of_zoe.user.roles, [Role::StartDeliveries, Role::ViewLogs]);
    assert!(!session_of_zoe.demo);
    let (head, signature) = token.rsplit_once('.').unwrap();
    assert_eq!(session(&program, &format!("{head}.{}", signature.to_lowercase())).err(), Some(401));
    assert_eq!(said(&program), "", "there is nothing to be warned of");
    // What the demo would have signed with is not known to anybody, and no use.
    assert_eq!(program.get("", "/api/demo/token").unwrap().status, 404);
}

struct Portal(Child);

impl Drop for Portal {
    fn drop(&mut self) {
        let _killed = self.0.kill();
        let _waited = self.0.wait();
    }
}

#[test]
fn the_example_portals_sign_in_without_the_demo() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut command = service();
    let program =
        Program::spawn_bare(command.env("DELIVERY_TOKEN_SECRET", SECRET), ground::address(folder.path()), &[]);
    let mut node = Command::new("node");
    node.arg(root().join("examples/serve.mjs")).args(["html", "0", &program.address]);
    node.env("DELIVERY_TOKEN_SECRET", SECRET).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut portal = Portal(node.spawn().unwrap());
    let mut line = String::new();
    BufReader::new(portal.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on ").unwrap();
    let get = |path: &str| ureq::get(format!("{address}{path}")).call().unwrap().body_mut().read_to_string().unwrap();
    let session = session(&program, &get("/my/token")).unwrap();
    assert_eq!((session.user.login.as_str(), session.demo), ("ada", false));
    assert_eq!(serde_json::from_str::<Value>(&get("/my/deliveries")).unwrap(), serde_json::json!([]));
}

#[test]
fn where_nobody_can_sign_in_it_says_so_and_takes_webhooks() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut command = service();
    command.env("DELIVERY_INGEST_POSTMARK", "only for webhooks: 42");
    let program = Program::spawn_bare(&mut command, ground::address(folder.path()), &[]);
    let line = until("it is said", || Some(said(&program)).filter(|said| said.ends_with('\n')));
    assert!(line.starts_with(NOBODY) && line.contains("DELIVERY_TOKEN_SECRET") && line.lines().count() == 1, "{line}");
    let post = ureq::post(format!("{}/ingest/postmark", program.address));
    let answer = post.header("x-webhook-secret", "only for webhooks: 42").send("[]").unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    // The demo signs in, and says nothing of the kind.
    let demo = Program::start(folder.path().join("demo.db"), &["--recipients", "5"]);
    assert_eq!(session(&demo, &demo.token().unwrap()).unwrap().user.login, "ada");
    assert!(!said(&demo).contains(NOBODY));
}

#[test]
fn a_secret_that_will_not_do_keeps_it_from_starting() {
    let folder = tempfile::TempDir::new().unwrap();
    for (variable, value, says) in [
        ("DELIVERY_TOKEN_SECRET", "a little secret", "32 letters or more"),
        ("DELIVERY_TOKEN_SECRET", "", "32 letters or more"),
        ("DELIVERY_TOKEN_SECRET_FILE", "/nowhere/at/all", "cannot be read"),
    ] {
        let mut command = service();
        command.env(variable, value).args(["--listen", "127.0.0.1:0", "--database"]).arg(folder.path().join("d.db"));
        let output = command.output().unwrap();
        let line = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), line.lines().count()), (Some(1), 1), "{line}");
        assert!(line.contains(variable) && line.contains(says), "{line}");
        assert!(value.is_empty() || value.starts_with('/') || !line.contains(value), "{line}");
    }
}
