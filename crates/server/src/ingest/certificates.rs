//! The certificates that Amazon SNS signs with, fetched from where it keeps them and held for as long as the service runs.
//!
//! What vouches for one is that it comes over TLS from SNS's own host, which the roots of this program vouch for. It is
//! not checked besides: its dates and its issuer are read along a chain up to a root, and SNS gives one certificate alone,
//! while whoever could put another one there is Amazon.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::server::ParsedCertificate;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::key::{PublicKey, Scheme};

/// How long SNS may take to give one, and how long is waited for a turn to ask. SNS itself waits 15 seconds for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long it is not asked again for what it did not give.
const PAUSE: Duration = Duration::from_secs(5);

/// How many it is asked for at most in such a time, whoever makes up addresses.
const MOST_ASKED: usize = 4;

/// How many are held. A region signs with one, and with two while it changes.
const MOST_HELD: usize = 8;

/// The longest certificate, in bytes.
const LONGEST: u64 = 16 * 1024;

/// The certificates there are, by their addresses.
pub struct Certificates {
    fetch: Box<Fetch>,
    pause: Duration,
    /// The latest last.
    held: Mutex<VecDeque<(String, PublicKey)>>,
    /// What was asked for and when. One asks at a time, the others wait.
    asked: tokio::sync::Mutex<Vec<(String, Instant)>>,
}

/// What gives the PEM at an address. It may take a while.
type Fetch = dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync;

/// From Amazon.
impl Default for Certificates {
    fn default() -> Self {
        Self::given_by(from_amazon)
    }
}

impl std::fmt::Debug for Certificates {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Certificates")
    }
}

impl Certificates {
    /// From whatever gives the PEM at an address.
    pub fn given_by(fetch: impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { fetch: Box::new(fetch), pause: PAUSE, held: Mutex::default(), asked: tokio::sync::Mutex::default() }
    }

    /// The same, asked again after another time for what was not given.
    #[must_use]
    pub fn pausing(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    /// The key of the certificate at an address, which somebody has to have looked at before. `None` if it is out of reach.
    pub(super) async fn key(self: &Arc<Self>, address: &str) -> Option<PublicKey> {
        if let Some(key) = self.held(address) {
            return Some(key);
        }
        let mut asked = timeout(PATIENCE, self.asked.lock()).await.ok()?;
        if let Some(key) = self.held(address) {
            return Some(key);
        }
        let now = Instant::now();
        asked.retain(|(_, at)| now.duration_since(*at) < self.pause);
        if asked.len() >= MOST_ASKED || asked.iter().any(|(other, _)| other == address) {
            return None;
        }
        // Noted before it ends: whoever hangs up meanwhile ends the waiting here, and could ask without end.
        asked.push((address.to_owned(), now));
        let (all, address) = (Arc::clone(self), address.to_owned());
        let key = spawn_blocking(move || all.fetched(address)).await.ok()?;
        if let Some((_, at)) = asked.last_mut() {
            *at = Instant::now();
        }
        key
    }

    fn held(&self, address: &str) -> Option<PublicKey> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().find(|(other, _)| other == address).map(|(_, key)| key.clone())
    }

    /// Fetches one and holds it.
    fn fetched(&self, address: String) -> Option<PublicKey> {
        let Some(key) = (self.fetch)(&address).and_then(|pem| key_of(&pem)) else {
            eprintln!("no certificate comes from {address}: what is signed with it is answered 503");
            return None;
        };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST_HELD {
            held.pop_front();
        }
        held.push_back((address, key.clone()));
        Some(key)
    }
}

fn key_of(pem: &[u8]) -> Option<PublicKey> {
    let certificate = CertificateDer::from_pem_slice(pem).ok()?;
    let certificate = ParsedCertificate::try_from(&certificate).ok()?;
    PublicKey::of_der(Scheme::Rsa, &certificate.subject_public_key_info())
}

fn from_amazon(address: &str) -> Option<Vec<u8>> {
    body_at(address, true)
}

/// What is at an address. Only a test asks without TLS.
fn body_at(address: &str, with_tls: bool) -> Option<Vec<u8>> {
    let config = ureq::Agent::config_builder().https_only(with_tls).max_redirects(0).timeout_global(Some(PATIENCE));
    let agent: ureq::Agent = config.build().into();
    let mut answer = agent.get(address).call().ok()?;
    // Whoever redirects gives nothing.
    if answer.status() != 200 {
        return None;
    }
    answer.body_mut().with_config().limit(LONGEST).read_to_vec().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use futures_util::future::join_all;
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const CERTIFICATE: &[u8] = include_bytes!("../../tests/fixtures/sns/test-certificate.pem");

    /// Certificates of which the first so many are not given, and how often they were asked for.
    fn failing(times: usize, pause: Duration) -> (Arc<Certificates>, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let fetch = move |_: &str| (count.fetch_add(1, Ordering::Relaxed) >= times).then(|| CERTIFICATE.to_vec());
        (Arc::new(Certificates::given_by(fetch).pausing(pause)), asked)
    }

    #[tokio::test]
    async fn one_is_fetched_once_however_many_want_it() {
        let (certificates, asked) = failing(0, PAUSE);
        let keys = join_all((0..20).map(|_| certificates.key("a"))).await;
        assert!(keys.iter().all(|key| key.is_some() && key == &keys[0]));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn what_is_not_given_is_not_asked_for_at_once() {
        let (certificates, asked) = failing(1, PAUSE);
        let keys = join_all((0..20).map(|_| certificates.key("a"))).await;
        assert!(keys.iter().all(Option::is_none));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        let (certificates, asked) = failing(1, Duration::ZERO);
        assert_eq!(certificates.key("a").await, None);
        assert!(certificates.key("a").await.is_some(), "and is not forgotten");
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn made_up_addresses_are_soon_not_asked_for() {
        let (certificates, asked) = failing(100, PAUSE);
        for number in 0..50 {
            assert_eq!(certificates.key(&number.to_string()).await, None);
        }
        assert_eq!(asked.load(Ordering::Relaxed), MOST_ASKED);
    }

    #[tokio::test]
    async fn who_hangs_up_has_asked_all_the_same() {
        let (certificates, asked) = failing(100, PAUSE);
        for _ in 0..50 {
            assert_eq!(certificates.key("a").now_or_never().flatten(), None);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(asked.load(Ordering::Relaxed) <= 1);
    }

    #[tokio::test]
    async fn only_so_many_are_held() {
        let (certificates, asked) = failing(0, Duration::ZERO);
        for number in 0..=MOST_HELD {
            assert!(certificates.key(&number.to_string()).await.is_some());
        }
        assert_eq!(certificates.held.lock().unwrap().len(), MOST_HELD);
        assert!(certificates.key("1").await.is_some() && certificates.key("8").await.is_some());
        assert_eq!(asked.load(Ordering::Relaxed), MOST_HELD + 1);
    }

    #[test]
    fn only_what_is_there_itself_and_is_short_is_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let (longest, longer) = ("x".repeat(LONGEST as usize), "x".repeat(LONGEST as usize + 1));
        let answers = [
            ("200 OK", "a certificate", Some(13)),
            ("200 OK", &longest, Some(longest.len())),
            ("200 OK", &longer, None),
            ("302 Found\r\nLocation: /elsewhere", "", None),
            ("204 No Content", "", None),
            ("404 Not Found", "none", None),
            ("500 Internal Server Error", "none", None),
        ];
        std::thread::scope(|threads| {
            threads.spawn(|| {
                for (status, body, _) in answers {
                    let (mut stream, _) = listener.accept().unwrap();
                    let mut request = Vec::new();
                    while !request.ends_with(b"\r\n\r\n") {
                        let mut byte = [0];
                        stream.read_exact(&mut byte).unwrap();
                        request.extend(byte);
                    }
                    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close", body.len());
                    write!(stream, "{head}\r\n\r\n{body}").unwrap();
                }
            });
            for (status, _, expected) in answers {
                assert_eq!(body_at(&address, false).map(|body| body.len()), expected, "{status}");
            }
        });
        assert_eq!(from_amazon(&address), None, "it has to be TLS");
    }

    #[test]
    fn what_is_no_certificate_of_an_rsa_key_is_none() {
        assert!(key_of(CERTIFICATE).is_some());
        let key = rcgen::generate_simple_self_signed(["sns.example".to_owned()]).unwrap();
        for bad in [b"".as_slice(), b"<html>", &CERTIFICATE[..CERTIFICATE.len() / 2], key.cert.pem().as_bytes()] {
            assert!(key_of(bad).is_none());
        }
    }
}
