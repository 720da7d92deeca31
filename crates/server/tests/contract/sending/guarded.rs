//! Mail over connections that are kept from others, and what is done where they are not.

use delivery_core::domain::lifecycle::State;
use delivery_server::sender::{Login, Roots, Sending};

use super::{ID, house};
use crate::relay::Relay;
use crate::relay::guarded::{Authority, Guard};

const RECIPIENT: [&str; 1] = ["ok@a.example"];

/// Trusts an authority, and has a password that must not be overheard.
fn trusting(authority: &Authority) -> impl FnOnce(&mut Sending) {
    let roots = Roots::parse(&authority.pem).unwrap();
    move |sending| {
        sending.roots = roots;
        sending.login = Some(Login { name: "shop".to_owned(), password: "only for relays".to_owned() });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_to_a_relay_that_the_owners_authority_vouches_for() {
    let authority = Authority::new();
    for guard in [Guard::Implicit(authority.vouch("127.0.0.1")), Guard::Starttls(authority.vouch("127.0.0.1"))] {
        let relay = Relay::guarded(guard);
        let house = house(&relay.url(), &RECIPIENT, "", 1.0, |sending| {
            trusting(&authority)(sending);
            // These relays know no logins.
            sending.login = None;
        });
        house.let_go().await;
        house.comes_to(State::Finished).await;
        assert_eq!(house.story(0).await, ["prepared", "relayed"], "{}", relay.url());
        assert_eq!(relay.counts()["ok@a.example"], 1);
        let overheard = relay.overheard();
        assert!(overheard.iter().all(|said| said.starts_with("EHLO") || said == "STARTTLS"), "{overheard:?}");
    }
}

/// Whoever cannot be trusted gets neither a message nor a password, least of all in the clear.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_vouched_for_gets_nothing() {
    let (ours, other) = (Authority::new(), Authority::new());
    for (guard, what) in [
        (Guard::Implicit(other.vouch("127.0.0.1")), "of another authority"),
        (Guard::Starttls(other.vouch("127.0.0.1")), "of another authority"),
        (Guard::Implicit(ours.vouch("relay.example")), "for another name"),
        (Guard::Starttls(ours.vouch("relay.example")), "for another name"),
        (Guard::None, "none at all"),
    ] {
        let relay = Relay::guarded(guard.clone());
        let url = match &guard {
            Guard::None => relay.url().replace("smtp://", "smtp+starttls://"),
            Guard::Implicit(_) | Guard::Starttls(_) => relay.url(),
        };
        let house = house(&url, &RECIPIENT, "", 1.0, trusting(&ours));
        house.let_go().await;
        let said = house.until("it is said in the log", async || house.rows("sender.trouble").await.pop()).await;
        assert_eq!(said.contains("certificate"), !matches!(guard, Guard::None), "{url} {what}: {said}");
        house.until("the message is put off", async || (house.story(0).await.len() == 2).then_some(())).await;
        assert_eq!(house.story(0).await, ["prepared", "deferred not_connected"], "{url} {what}");
        assert_eq!(house.record(ID).await.0.state, State::Sending);
        assert!(relay.got().is_empty(), "{url} {what}");
        let overheard = relay.overheard();
        let is_harmless = |said: &String| said.starts_with("EHLO") || ["STARTTLS", "QUIT"].contains(&said.as_str());
        assert!(overheard.iter().all(is_harmless), "{url} {what}: {overheard:?}");
    }
}

/// Without an authority of one's own, those that everybody trusts are asked, and know nothing of this one.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_trusted_unasked() {
    let relay = Relay::guarded(Guard::Implicit(Authority::new().vouch("127.0.0.1")));
    let house = house(&relay.url(), &RECIPIENT, "", 1.0, |_| {});
    house.let_go().await;
    house.until("it is said in the log", async || house.rows("sender.trouble").await.pop()).await;
    assert!(relay.got().is_empty());
}
