//! Bearer tokens: JWT (RFC 7519) signed with HS256, good for ten minutes.

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
use sha2::Sha256;

/// How long a token is good for.
pub const LIFETIME: Duration = Duration::from_secs(600);

/// Makes and reads tokens.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// What a token says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Claims {
    sub: String,
    name: String,
    roles: Vec<Role>,
    iat: u64,
    exp: u64,
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
    /// It was not made with this secret, or is none at all.
    Unknown,
}

impl Tokens {
    /// Tokens signed with a secret of at least 32 bytes.
    pub fn new(secret: &[u8]) -> Self {
        static INSTALL: Once = Once::new();
        // Fails only if the process has one already, and this is the only place that installs one.
        INSTALL.call_once(|| PROVIDER.install_default().unwrap_or(()));
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret) }
    }

    /// A token for a user, good from `now` on. `None` if it cannot be signed.
    pub fn issue(&self, user: &User, now: SystemTime) -> Option<String> {
        let iat = seconds(now);
        let claims = Claims {
            sub: user.login.clone(),
            name: user.name.clone(),
            roles: user.roles.clone(),
            iat,
            exp: iat + LIFETIME.as_secs(),
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).ok()
    }

    /// Who a token stands for, at `now`.
    ///
    /// # Errors
    /// If it is not good.
    pub fn read(&self, token: &str, now: SystemTime) -> Result<Caller, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        // Compared below, with the caller's `now`: to the second, without the customary minute of leeway.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &self.decoding, &validation).map_err(|_| TokenError::Unknown)?.claims;
        if seconds(now) >= claims.exp {
            return Err(TokenError::Expired);
        }
        let user = User { login: claims.sub, name: claims.name, roles: claims.roles };
        Ok(Caller { user, until: UNIX_EPOCH + Duration::from_secs(claims.exp) })
    }
}

fn seconds(at: SystemTime) -> u64 {
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

    #[test]
    fn a_token_says_who_until_it_expires() {
        let tokens = Tokens::new(&[7; 32]);
        let user = crate::people::demo().remove(0);
        let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let token = tokens.issue(&user, now).unwrap();
        let caller = tokens.read(&token, now + LIFETIME - Duration::from_secs(1)).unwrap();
        assert_eq!(caller.user, user);
        assert_eq!(tokens.read(&token, now + LIFETIME), Err(TokenError::Expired));
    }

    #[test]
    fn other_tokens_are_not_read() {
        let tokens = Tokens::new(&[7; 32]);
        let now = SystemTime::now();
        let token = Tokens::new(&[8; 32]).issue(&crate::people::demo()[0], now).unwrap();
        assert_eq!(tokens.read(&token, now), Err(TokenError::Unknown), "another secret");
        let good = tokens.issue(&crate::people::demo()[0], now).unwrap();
        let (head, signature) = good.rsplit_once('.').unwrap();
        let (_, claims) = head.split_once('.').unwrap();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
        for bad in ["", "x", "a.b.c", head, &unsigned, &format!("{head}.{}", &signature[1..])] {
            assert_eq!(tokens.read(bad, now), Err(TokenError::Unknown), "{bad}");
        }
    }
}
