//! Reports and complaints that come to a mailbox.

use std::path::Path;

use delivery_core::domain::lifecycle::State;
use delivery_core::domain::role::Role;

use super::{ID, house};
use crate::house::House;
use crate::relay::Relay;

fn maildir() -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().unwrap();
    for name in ["new", "cur", "tmp"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    folder
}

fn report(to: &str, kind: &str, fields: &str) -> String {
    format!(
        "Date: Thu, 26 Nov 2020 10:00:00 +0100\r\nFrom: MAILER-DAEMON@relay.example\r\nTo: <{to}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=x; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
         --b\r\nContent-Type: message/{kind}\r\n\r\n{fields}\r\n--b--\r\n"
    )
}

fn put(folder: &Path, name: &str, mail: &str) {
    std::fs::write(folder.join("tmp").join(name), mail).unwrap();
    std::fs::rename(folder.join("tmp").join(name), folder.join("new").join(name)).unwrap();
}

fn names(folder: &Path, part: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder.join(part)).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Sent to these, and where reports on each go.
async fn sent(recipients: &[&str], mailbox: &Path) -> (House, Vec<String>) {
    let relay = Relay::start();
    let folder = mailbox.to_owned();
    let house = house(&relay.url(), recipients, "", 1.0, |sending| sending.mailbox = Some(folder));
    house.let_go().await;
    house.comes_to(State::Finished).await;
    let got = relay.got();
    let from = |to: &&str| got.iter().find(|got| got.to == **to).unwrap().from.clone();
    (house, recipients.iter().map(from).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_report_becomes_an_event_once() {
    let mailbox = maildir();
    let recipients = ["a@a.example", "b@a.example", "c@a.example", "d@a.example", "e@a.example"];
    let (house, from) = sent(&recipients, mailbox.path()).await;
    let failed = "Action: failed\r\nStatus: 4.0.0\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown";
    let hard = report(&from[0], "delivery-status", "Action: failed\r\nStatus: 5.1.1");
    put(mailbox.path(), "1", &hard);
    put(mailbox.path(), "2", &report(&from[1], "delivery-status", failed));
    put(mailbox.path(), "3", &report(&from[2], "delivery-status", "Action: delayed\r\nStatus: 4.2.2"));
    put(mailbox.path(), "4", &report(&from[3], "feedback-report", "Feedback-Type: abuse\r\nVersion: 1"));
    let delivered = "Action: delivered\r\nStatus: 2.0.0\r\nRemote-MTA: dns; mx.a.example";
    // In small letters, as some servers write addresses, and with a flag in its name.
    put(mailbox.path(), "5", &report(&from[4].to_lowercase(), "delivery-status", delivered));
    house.until("all were read", async || (names(mailbox.path(), "cur").len() == 5).then_some(())).await;
    for (number, expected) in [
        (0, "bounced hard user_unknown 5.1.1"),
        // It is over, whatever the status says.
        (1, "bounced soft user_unknown 550 5.1.1"),
        (2, "deferred mailbox_full 4.2.2"),
        (3, "complained"),
        (4, "delivered"),
    ] {
        assert_eq!(house.story(number).await, ["prepared", "relayed", expected]);
    }
    assert_eq!(names(mailbox.path(), "new"), [""; 0]);
    // The same mail again, as after a crash between its event and its being moved.
    put(mailbox.path(), "6", &hard);
    house.until("it was read", async || (names(mailbox.path(), "cur").len() == 6).then_some(())).await;
    assert_eq!(house.story(0).await.len(), 3);
    let copy = house.command(ID, "duplicate", &Role::ALL).await;
    assert_eq!(copy.status, 201);
    assert_eq!(house.command("DM2", "prepare", &Role::ALL).await.status, 200);
    let causes = house.until("it is prepared", async || house.record("DM2").await.0.preparation).await.causes;
    assert_eq!((causes["quarantine"], causes["denylist"]), (1, 1), "who is unknown, and who complained");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_no_message_stays_and_is_counted() {
    let mailbox = maildir();
    let (house, from) = sent(&["a@a.example"], mailbox.path()).await;
    let forged = from[0].replacen(".0.", ".1.", 1);
    put(mailbox.path(), "1", &report(&forged, "delivery-status", "Action: failed\r\nStatus: 5.1.1"));
    put(mailbox.path(), "2", "Subject: Hello\r\n\r\nThank you for your letter.\r\n");
    put(mailbox.path(), "3", "");
    put(mailbox.path(), "4", &format!("To: <{}>\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n", from[0]));
    house.until("one was read", async || (names(mailbox.path(), "cur") == ["4:2,S"]).then_some(())).await;
    let row = "3 mails in the mailbox belong to no message. They were left there.";
    house
        .until("they are counted", async || {
            house.rows("mailbox.unmatched").await.contains(&row.to_owned()).then_some(())
        })
        .await;
    assert_eq!(names(mailbox.path(), "new"), ["1", "2", "3"]);
    assert_eq!(house.story(0).await, ["prepared", "relayed", "auto_replied"]);
}
