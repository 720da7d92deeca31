//! Bearer tokens: JWT (RFC 7519) signed with HS256. A portal makes them for its people, with a secret that it shares with
//! this service; the service itself makes those of the demo, with one that never leaves it.

use std::sync::Once;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use delivery_core::domain::role::Role;
use delivery_core::wire::User;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::signature::{Error as SignatureError, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Sha256;

use crate::environment;

/// How long a token of the demo is good for.
pub const LIFETIME: Duration = Duration::from_secs(600);

/// How long any token may be good for: nobody can take one back.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// By how much a portal's clock may be ahead, where a token says from when on it is good.
const AHEAD: Duration = Duration::from_secs(60);

/// The variable that holds what a portal signs with.
const VARIABLE: &str = "DELIVERY_TOKEN_SECRET";

/// What a portal signs tokens with. Not to be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecret(Vec<u8>);

impl std::fmt::Debug for TokenSecret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("TokenSecret")
    }
}

impl TokenSecret {
    /// As many bytes as HS256 makes, and RFC 7518 asks for. Whoever has a token can try secrets on it at home, which nobody
    /// can do with a webhook's.
    pub const SHORTEST: usize = 32;

    /// Reads it: the letters themselves are the key. What stands around them, as the end of a file's line, is not.
    ///
    /// # Errors
    /// What it has to be.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let bytes = text.trim().as_bytes();
        let is_long = bytes.len() >= Self::SHORTEST;
        is_long.then(|| Self(bytes.to_vec())).ok_or("32 letters or more, as `openssl rand -hex 32` makes them")
    }

    /// The one in the environment, if there is one.
    ///
    /// # Errors
    /// One line that says what is wrong with it.
    pub fn of_environment() -> Result<Option<Self>, String> {
        Self::named(VARIABLE)
    }

    /// Another one, by the name of its variable.
    ///
    /// # Errors
    /// One line that says what is wrong with it.
    pub(crate) fn named(variable: &str) -> Result<Option<Self>, String> {
        let parse = |text: String| Self::parse(&text).map_err(|what| format!("{variable} has to be {what}"));
        environment::secret(variable)?.map(parse).transpose()
    }
}

/// Makes and reads tokens.
pub struct Tokens {
    signs: Option<EncodingKey>,
    takes: Vec<DecodingKey>,
}

/// What a token of the demo says.
#[derive(Serialize)]
struct Said<'a> {
    sub: &'a str,
    name: &'a str,
    roles: &'a [Role],
    iat: u64,
    exp: u64,
}

/// What is read of a token. What else it says is the portal's business.
#[derive(Deserialize)]
struct Claims {
    /// Who, for good: the second person who approves is told from the first by it.
    sub: String,
    name: String,
    /// By their names; those of other programs count for nothing.
    roles: Vec<String>,
    /// Seconds, of which many programs write fractions.
    exp: f64,
    #[serde(default)]
    nbf: Option<f64>,
    /// For whom, if that is not everybody who can read it: never for us, who have no name.
    #[serde(default)]
    aud: Option<Value>,
}

/// Who sends a request, by its token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The user.
    pub user: User,
    /// From when the token is no longer good.
    pub until: SystemTime,
}

/// Why a token is not good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenError {
    /// It was good once.
    Expired,
    /// It will be good later.
    Early,
    /// It would be good for longer than any may.
    TooLong,
    /// It is signed, and does not say what it has to.
    Unclear,
    /// It was not made with a secret that is known here, or is none at all.
    Unknown,
}

impl Tokens {
    /// Tokens that are made with a secret of this service's own, if it makes any, and taken if they were made with that or
    /// with a portal's. Nothing is made with a portal's: who may try the demo signs in nowhere else.
    pub fn new(own: Option<&[u8]>, portal: Option<&TokenSecret>) -> Self {
        install();
        let takes = own.into_iter().chain(portal.map(|secret| secret.0.as_slice()));
        Self { signs: own.map(EncodingKey::from_secret), takes: takes.map(DecodingKey::from_secret).collect() }
    }

    /// A token for a user, good from `now` on. `None` if it cannot be signed.
    pub fn issue(&self, user: &User, now: SystemTime) -> Option<String> {
        let iat = seconds(now);
        let User { login, name, roles } = user;
        let said = Said { sub: login, name, roles, iat, exp: iat + LIFETIME.as_secs() };
        encode(&Header::new(Algorithm::HS256), &said, self.signs.as_ref()?).ok()
    }

    /// Who a token stands for, at `now`.
    ///
    /// # Errors
    /// If it is not good.
    pub fn read(&self, token: &str, now: SystemTime) -> Result<Caller, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The signature is checked there, and what the token says here: with the caller's `now`, to the second, without the
        // customary minute of leeway, and with a reason.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let mut read = self.takes.iter().filter_map(|key| decode::<Value>(token, key, &validation).ok());
        let said = read.next().ok_or(TokenError::Unknown)?.claims;
        let claims: Claims = serde_json::from_value(said).map_err(|_| TokenError::Unclear)?;
        if claims.aud.is_some() || claims.sub.trim().is_empty() || claims.name.trim().is_empty() {
            return Err(TokenError::Unclear);
        }
        let now_seconds = seconds(now);
        let is_after = |at: f64, moment: u64| at.floor() > moment as f64;
        if !is_after(claims.exp, now_seconds) {
            return Err(TokenError::Expired);
        }
        if claims.nbf.is_some_and(|from| is_after(from, now_seconds + AHEAD.as_secs())) {
            return Err(TokenError::Early);
        }
        if is_after(claims.exp, now_seconds + LONGEST.as_secs()) {
            return Err(TokenError::TooLong);
        }
        let roles = Role::ALL.into_iter().filter(|role| claims.roles.iter().any(|name| name == role.name())).collect();
        let user = User { login: claims.sub, name: claims.name, roles };
        // A day ahead at most, so there is such a moment.
        Ok(Caller { user, until: UNIX_EPOCH + Duration::from_secs_f64(claims.exp.floor()) })
    }
}

/// Signs what somebody else is to believe, as a token of this type. `None` if it cannot be signed.
pub(crate) fn sign(kind: &str, said: &impl Serialize, secret: &TokenSecret) -> Option<String> {
    install();
    let header = Header { typ: Some(kind.to_owned()), ..Header::new(Algorithm::HS256) };
    encode(&header, said, &EncodingKey::from_secret(&secret.0)).ok()
}

fn install() {
    static INSTALL: Once = Once::new();
    // Fails only if the process has one already, and this is the only place that installs one.
    INSTALL.call_once(|| PROVIDER.install_default().unwrap_or(()));
}

pub(crate) fn seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// HS256 and nothing else.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| match algorithm {
        Algorithm::HS256 => Ok(Box::new(Hs256(key.as_bytes().to_vec()))),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    },
    verifier_factory: |algorithm, key| match algorithm {
        Algorithm::HS256 => Ok(Box::new(Hs256(key.try_get_as_bytes()?.to_vec()))),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    },
    key_utils: KeyUtils::new_unimplemented(),
};

struct Hs256(Vec<u8>);

impl Hs256 {
    fn mac(&self, message: &[u8]) -> Result<Hmac<Sha256>, SignatureError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| SignatureError::new())?;
        mac.update(message);
        Ok(mac)
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        Ok(self.mac(message)?.finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        // In constant time.
        self.mac(message)?.verify_slice(signature).map_err(|_| SignatureError::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL;
    use serde_json::json;

    const TEXT: &str = "what the portal knows and nobody else";

    fn portal() -> (Tokens, Hs256) {
        let secret = TokenSecret::parse(TEXT).unwrap();
        (Tokens::new(None, Some(&secret)), Hs256(TEXT.as_bytes().to_vec()))
    }

    /// As a portal makes one.
    fn made(key: &Hs256, claims: &Value) -> String {
        let [head, claims] = [r#"{"alg":"HS256","typ":"JWT"}"#, &claims.to_string()].map(|part| URL.encode(part));
        let signed = format!("{head}.{claims}");
        format!("{signed}.{}", URL.encode(key.try_sign(signed.as_bytes()).unwrap()))
    }

    #[test]
    fn a_token_says_who_until_it_expires() {
        let tokens = Tokens::new(Some(&[7; 32]), None);
        let user = crate::people::demo().remove(0);
        let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let token = tokens.issue(&user, now).unwrap();
        let caller = tokens.read(&token, now + LIFETIME - Duration::from_secs(1)).unwrap();
        assert_eq!(caller, Caller { user, until: now + LIFETIME });
        assert_eq!(tokens.read(&token, now + LIFETIME), Err(TokenError::Expired));
    }

    #[test]
    fn other_tokens_are_not_read() {
        let tokens = Tokens::new(Some(&[7; 32]), None);
        let now = SystemTime::now();
        let user = &crate::people::demo()[0];
        let token = Tokens::new(Some(&[8; 32]), None).issue(user, now).unwrap();
        assert_eq!(tokens.read(&token, now), Err(TokenError::Unknown), "another secret");
        let good = tokens.issue(user, now).unwrap();
        let (head, signature) = good.rsplit_once('.').unwrap();
        let (_, claims) = head.split_once('.').unwrap();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
        for bad in ["", "x", "a.b.c", head, &unsigned, &format!("{head}.{}", &signature[1..])] {
            assert_eq!(tokens.read(bad, now), Err(TokenError::Unknown), "{bad}");
        }
        assert_eq!(Tokens::new(None, None).read(&good, now), Err(TokenError::Unknown), "nobody can sign in");
    }

    #[test]
    fn a_portal_signs_and_this_service_does_not_sign_for_it() {
        let (tokens, key) = portal();
        let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let user = &crate::people::demo()[0];
        assert_eq!(tokens.issue(user, now), None);
        let both = Tokens::new(Some(&[7; 32]), TokenSecret::parse(TEXT).ok().as_ref());
        let of_demo = both.issue(user, now).unwrap();
        assert_eq!(tokens.read(&of_demo, now), Err(TokenError::Unknown), "the demo's token is good in the demo alone");
        let claims = json!({ "sub": "zoe", "name": "Zoë", "roles": ["View logs", "Portal admin"], "exp": 1_800_000_600.75,
            "iss": "portal", "nbf": 1_800_000_030 });
        for reader in [&tokens, &both] {
            let caller = reader.read(&made(&key, &claims), now).unwrap();
            let user = User { login: "zoe".to_owned(), name: "Zoë".to_owned(), roles: vec![Role::ViewLogs] };
            assert_eq!(caller, Caller { user, until: now + LIFETIME });
        }
    }

    #[test]
    fn what_is_wrong_with_a_portals_token_is_told_apart() {
        let (tokens, key) = portal();
        let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let good = json!({ "sub": "zoe", "name": "Zoë", "roles": [], "exp": 1_800_000_600 });
        assert!(tokens.read(&made(&key, &good), now).is_ok());
        for (name, value, expected) in [
            ("exp", json!(1_800_000_000), TokenError::Expired),
            ("exp", json!(-1), TokenError::Expired),
            ("exp", json!(1_800_086_401), TokenError::TooLong),
            ("exp", json!(1e300), TokenError::TooLong),
            // Milliseconds, as a program of the web may take them for.
            ("exp", json!(1_800_000_600_000_i64), TokenError::TooLong),
            ("exp", json!("1800000600"), TokenError::Unclear),
            ("exp", Value::Null, TokenError::Unclear),
            ("nbf", json!(1_800_000_061), TokenError::Early),
            ("sub", json!(" "), TokenError::Unclear),
            ("sub", json!(7), TokenError::Unclear),
            ("name", json!(""), TokenError::Unclear),
            ("roles", json!("View logs"), TokenError::Unclear),
            ("roles", Value::Null, TokenError::Unclear),
            ("aud", json!("another"), TokenError::Unclear),
            ("aud", json!([]), TokenError::Unclear),
        ] {
            let mut claims = good.clone();
            claims[name] = value.clone();
            assert_eq!(tokens.read(&made(&key, &claims), now), Err(expected), "{name}: {value}");
        }
        assert_eq!(tokens.read(&made(&key, &json!("zoe")), now), Err(TokenError::Unknown), "claims are an object");
    }

    #[test]
    fn a_secret_that_could_be_guessed_is_none() {
        assert!(TokenSecret::parse(&"x".repeat(31)).is_err());
        assert!(TokenSecret::parse(&format!("  {}\n", "x".repeat(31))).is_err());
        let secret = TokenSecret::parse(&format!("{TEXT}\n")).unwrap();
        assert_eq!(secret, TokenSecret::parse(TEXT).unwrap(), "a file ends its line");
        assert_eq!(format!("{secret:?}"), "TokenSecret");
    }
}
