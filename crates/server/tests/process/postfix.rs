//! Mail through Postfix on this machine: accepted, put off, refused, and reported on. It listens on the loopback address, has
//! a queue of its own, and nothing in it that could send mail anywhere else.

use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use delivery_core::domain::lifecycle::State;
use serde_json::Value;
use tempfile::TempDir;

use crate::ground;
use crate::program::{Program, until};
use crate::relay::guarded::Authority;
use crate::sending::{files, made, step};

struct Postfix {
    folder: TempDir,
    port: u16,
    /// The port that is kept from others from the first byte.
    guarded: u16,
    /// Who vouches for it.
    authority: Authority,
    child: Child,
}

/// Without the services that deliver over the network: whatever is not for the folders below is an error.
const SERVICES: &str = "
127.0.0.1:PORT inet n - n - - smtpd
127.0.0.1:GUARDED inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
tlsmgr unix - - n 1000? 1 tlsmgr
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
nobody unix - n n - - pipe user=nobody argv=/bin/sh -c {exit 67}
";

impl Postfix {
    /// `None` if it is not here, or may not be started.
    fn start() -> Option<Self> {
        let is_here = Command::new("postconf").arg("-d").stdout(Stdio::null()).stderr(Stdio::null()).status();
        let user = Command::new("id").arg("-u").output().ok()?;
        if !is_here.is_ok_and(|status| status.success()) || user.stdout != b"0\n" {
            return None;
        }
        let folder = TempDir::new().unwrap();
        let root = folder.path();
        std::fs::set_permissions(root, std::fs::Permissions::from_mode(0o755)).unwrap();
        let [port, guarded] = [(); 2]
            .map(|()| TcpListener::bind("127.0.0.1:0").unwrap())
            .map(|listener| listener.local_addr().unwrap().port());
        for name in ["conf", "queue", "mailboxes", "data"] {
            std::fs::create_dir(root.join(name)).unwrap();
        }
        for name in ["mailboxes", "data"] {
            let owned = Command::new("chown").arg("postfix").arg(root.join(name)).status().unwrap();
            assert!(owned.success());
        }
        let number = Command::new("id").args(["-u", "postfix"]).output().unwrap().stdout;
        let number = String::from_utf8(number).unwrap().trim().to_owned();
        let at = |name: &str| root.join(name).display().to_string();
        let services = SERVICES.replace("PORT", &port.to_string()).replace("GUARDED", &guarded.to_string());
        std::fs::write(root.join("conf/master.cf"), services).unwrap();
        let authority = Authority::new();
        std::fs::write(root.join("conf/tls.pem"), authority.vouch_in_pem("localhost").concat()).unwrap();
        std::fs::write(root.join("boxes"), "ok@a.example ok/\n@shop.example bounces/\n").unwrap();
        std::fs::write(root.join("access"), "later@a.example 450 4.7.1 Greylisted, try again later\n").unwrap();
        std::fs::write(root.join("transport"), "b.example nobody:\n").unwrap();
        let settings = format!(
            "compatibility_level = 3.6\nqueue_directory = {queue}\ndata_directory = {data}\nmyhostname = relay.example\n\
             maillog_file = {log}\nmaillog_file_prefixes = {root}\n\
             inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmynetworks = 127.0.0.0/8\nmydestination =\n\
             default_transport = error:5.4.4 nothing leaves this machine\nrelay_transport = $default_transport\n\
             relay_domains = b.example\ntransport_maps = texthash:{transport}\nalias_maps =\nalias_database =\n\
             virtual_mailbox_domains = a.example, shop.example\nvirtual_mailbox_base = {mailboxes}\n\
             virtual_mailbox_maps = texthash:{boxes}\nvirtual_uid_maps = static:{number}\nvirtual_gid_maps = static:{number}\n\
             virtual_minimum_uid = 1\nsmtpd_recipient_restrictions = check_recipient_access texthash:{access}, \
             permit_mynetworks, reject\nsmtputf8_enable = no\nsmtpd_tls_security_level = may\n\
             smtpd_tls_chain_files = {tls}\nsmtpd_tls_loglevel = 1\n",
            tls = at("conf/tls.pem"),
            queue = at("queue"),
            data = at("data"),
            log = at("log"),
            root = root.display(),
            transport = at("transport"),
            mailboxes = at("mailboxes"),
            boxes = at("boxes"),
            access = at("access"),
        );
        std::fs::write(root.join("conf/main.cf"), settings).unwrap();
        let mut postfix = Command::new("postfix");
        postfix.arg("-c").arg(root.join("conf")).arg("start-fg").stdin(Stdio::null());
        let child = postfix.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let postfix = Self { folder, port, guarded, authority, child };
        until("Postfix listens", || TcpStream::connect(("127.0.0.1", postfix.port)).ok());
        Some(postfix)
    }

    fn mails(&self, mailbox: &str) -> usize {
        let new = self.folder.path().join("mailboxes").join(mailbox).join("new");
        std::fs::read_dir(new).map_or(0, Iterator::count)
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let conf = self.folder.path().join("conf");
        let _stopped = Command::new("postfix").arg("-c").arg(conf).arg("stop").stderr(Stdio::null()).status();
        let _ended = self.child.wait();
    }
}

/// As a mail server would make it.
fn maildir(folder: &Path) {
    for name in ["", "new", "cur", "tmp"] {
        std::fs::create_dir(folder.join(name)).unwrap();
    }
    let owned = Command::new("chown").args(["-R", "postfix"]).arg(folder).status().unwrap();
    assert!(owned.success());
}

#[test]
fn mail_goes_through_postfix_and_its_reports_come_back() {
    let Some(postfix) = Postfix::start() else {
        eprintln!("skipped: Postfix is not installed (Debian's package postfix), or may be started by root only");
        return;
    };
    let folder = TempDir::new().unwrap();
    let recipients = ["ok@a.example", "no@a.example", "later@a.example", "gone@b.example", "far@elsewhere.example"];
    files(folder.path(), &recipients.map(str::to_owned), r#","feedback":true,"bounces":"bounces@shop.example""#);
    let mailbox = postfix.folder.path().join("mailboxes/bounces");
    maildir(&mailbox);
    let (file, url) = (folder.path().join("delivery.json"), format!("smtp://127.0.0.1:{}", postfix.port));
    let [file, mailbox] = [&file, &mailbox].map(|path| path.to_str().unwrap());
    let options = ["--recipients", "5", "--sender", &url, "--deliver", file, "--mailbox", mailbox];
    let program = Program::start(ground::address(folder.path()), &options);
    let token = program.token().unwrap();
    let id = made(&program, &token).unwrap();
    until("it is being sent", || step(&program, &token, &id).filter(|state| *state == State::Sending));
    let story = |number: u32| -> Vec<String> {
        let log = program.log(&token, &id).unwrap();
        let events = log.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let subject = format!("m{number:09}");
        let own = events.filter(|event| event["subject"] == subject && event["type"] != "message.prepared");
        own.map(|event| {
            let said = ["nature", "reason", "smtp", "enhanced"].iter().filter_map(|name| event["data"][name].as_str());
            said.fold(event["type"].as_str().unwrap().to_owned(), |text, said| text + " " + said)
        })
        .collect()
    };
    for (number, expected) in [
        // Delivered is what the report says, which Postfix writes because it was asked to.
        (0, &["message.relayed", "message.delivered"][..]),
        (1, &["message.bounced hard user_unknown 550 5.1.1"]),
        (2, &["message.deferred greylisted 450 4.7.1"]),
        (3, &["message.relayed", "message.bounced hard user_unknown 5.1.1"]),
    ] {
        until(&format!("message {number} is {expected:?}, not {:?}", story(number)), || {
            (story(number) == expected).then_some(())
        });
    }
    until("what is for elsewhere is refused", || story(4).iter().any(|told| told.contains("bounced")).then_some(()));
    assert_eq!(postfix.mails("ok"), 1);
}

/// From the first byte, and after a greeting in the clear: with the owner's authority, as most relays of one's own are.
#[test]
fn mail_goes_through_postfix_kept_from_others() {
    let Some(postfix) = Postfix::start() else {
        eprintln!("skipped: Postfix is not installed (Debian's package postfix), or may be started by root only");
        return;
    };
    let folder = TempDir::new().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, &postfix.authority.pem).unwrap();
    files(folder.path(), &["ok@a.example".to_owned()], "");
    let file = folder.path().join("delivery.json");
    let send = |url: &str, ca: Option<&Path>, database: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_delivery-server"));
        if let Some(ca) = ca {
            command.env("DELIVERY_SMTP_CA", ca);
        }
        let options = ["--recipients", "5", "--sender", url, "--deliver", file.to_str().unwrap()];
        let program = Program::spawn(&mut command, folder.path().join(database), &options);
        let token = program.token().unwrap();
        let id = made(&program, &token).unwrap();
        until("it is being sent, or was", || {
            step(&program, &token, &id).filter(|state| matches!(state, State::Sending | State::Finished))
        });
        (program, token, id)
    };
    let starttls = format!("smtp+starttls://localhost:{}", postfix.port);
    for (url, sent) in [(format!("smtps://localhost:{}", postfix.guarded), 1), (starttls.clone(), 2)] {
        let (program, token, id) = send(&url, Some(&ca), &format!("{sent}.db"));
        until(&format!("it is finished over {url}"), || {
            step(&program, &token, &id).filter(|state| *state == State::Finished)
        });
        until("it has arrived", || (postfix.mails("ok") == sent).then_some(()));
    }
    let log = std::fs::read_to_string(postfix.folder.path().join("log")).unwrap();
    assert_eq!(log.matches("TLS connection established").count(), 2, "{log}");
    // Nobody has said that this authority is to be trusted.
    let (program, token, id) = send(&starttls, None, "3.db");
    until("it is said in the log", || {
        program.log(&token, &id).unwrap().iter().any(|line| line.contains("sender.trouble")).then_some(())
    });
    assert_eq!(postfix.mails("ok"), 2, "and nothing has left");
}
