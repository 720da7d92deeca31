//! What signatures are checked with: public keys as providers show them, and secrets that both sides know.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, UnparsedPublicKey, VerificationAlgorithm,
};
use sha2::Sha256;

/// The algorithm of an elliptic key on P-256, as a SubjectPublicKeyInfo (RFC 5280) names it in DER.
const P256: &[u8] = b"\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";

/// The same of an RSA key.
const RSA: &[u8] = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";

/// DER's marks for a sequence and for bits.
const SEQUENCE: u8 = 0x30;
const BITS: u8 = 0x03;

/// What a public key is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// ECDSA on P-256 with SHA-256, the signature in DER.
    P256,
    /// RSA (PKCS #1, version 1.5) with SHA-256.
    Rsa,
}

/// A provider's public key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicKey {
    scheme: Scheme,
    key: Vec<u8>,
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo: in base64 alone, in PEM, or as the `p=` of a DKIM record. `None` if it is none for this
    /// scheme.
    pub fn parse(scheme: Scheme, text: &str) -> Option<Self> {
        let text = text.rsplit_once("p=").map_or(text, |(_, rest)| rest);
        let lines = text.lines().filter(|line| !line.starts_with("-----"));
        let text: String = lines.flat_map(str::chars).filter(|letter| !letter.is_whitespace()).collect();
        Self::of_der(scheme, &BASE64_STANDARD.decode(text.split(['"', ';']).next()?).ok()?)
    }

    /// Takes a SubjectPublicKeyInfo as it is. `None` if it is none for this scheme.
    pub fn of_der(scheme: Scheme, bytes: &[u8]) -> Option<Self> {
        let (outer, []) = field(bytes, SEQUENCE)? else { return None };
        let algorithm = match scheme {
            Scheme::P256 => P256,
            Scheme::Rsa => RSA,
        };
        let (bits, []) = field(outer.strip_prefix(algorithm)?, BITS)? else { return None };
        // Bits are counted; those of a key fill their bytes.
        let key = bits.strip_prefix(&[0])?.to_vec();
        (!key.is_empty()).then_some(Self { scheme, key })
    }

    /// Whether whoever has the private key signed this.
    pub fn has_signed(&self, message: &[u8], signature: &str) -> bool {
        let algorithm: &'static dyn VerificationAlgorithm = match self.scheme {
            Scheme::P256 => &ECDSA_P256_SHA256_ASN1,
            // Whoever runs Postal makes its key, and some have 1,024 bits.
            Scheme::Rsa => &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        };
        self.has_signed_by(algorithm, message, signature)
    }

    /// The same with SHA-1, which only RSA goes with, for those who still hash with it.
    pub fn has_signed_sha1(&self, message: &[u8], signature: &str) -> bool {
        match self.scheme {
            Scheme::P256 => false,
            Scheme::Rsa => self.has_signed_by(&RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, message, signature),
        }
    }

    fn has_signed_by(&self, algorithm: &'static dyn VerificationAlgorithm, message: &[u8], signature: &str) -> bool {
        let Ok(signature) = BASE64_STANDARD.decode(signature.trim()) else { return false };
        UnparsedPublicKey::new(algorithm, &self.key).verify(message, &signature).is_ok()
    }
}

/// The contents of DER's next field if it is of this kind, and what follows it.
fn field(bytes: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = bytes.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        0x81 => rest.split_first().map(|(&length, rest)| (usize::from(length), rest))?,
        0x82 => rest.split_first_chunk().map(|(length, rest)| (usize::from(u16::from_be_bytes(*length)), rest))?,
        _ => return None,
    };
    (found == kind).then(|| rest.split_at_checked(length)).flatten()
}

/// A secret that both sides know. Kept as what it makes of a fixed text, so that it can be compared and not be told.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Vec<u8>);

impl std::fmt::Debug for Password {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Password")
    }
}

impl Password {
    /// Fewer letters would be guessed.
    pub const SHORTEST: usize = 16;

    /// `None` if it is too short.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() >= Self::SHORTEST).then(|| made_of(text).map(|mac| Self(mac.finalize().into_bytes().to_vec())))?
    }

    /// Whether it is this. Takes as long for any text.
    pub fn is(&self, text: &str) -> bool {
        made_of(text).is_some_and(|mac| mac.verify_slice(&self.0).is_ok())
    }
}

fn made_of(text: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(text.as_bytes()).ok()?;
    mac.update(b"a webhook's secret");
    Some(mac)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};

    /// A key of 2,048 bits and one of 1,024, made for this test and thrown away; what they signed is [`SIGNED`].
    pub const RSA_KEYS: [&str; 2] = [
        include_str!("../../tests/fixtures/postal/key-2048.txt"),
        include_str!("../../tests/fixtures/postal/key-1024.txt"),
    ];
    pub const SIGNED: &str = include_str!("../../tests/fixtures/postal/body.json");
    pub const RSA_SIGNATURES: [&str; 2] = [
        include_str!("../../tests/fixtures/postal/signature-2048.txt"),
        include_str!("../../tests/fixtures/postal/signature-1024.txt"),
    ];

    /// A new key on P-256, as SendGrid shows the public half, and what signs with the other.
    pub fn p256() -> (String, impl Fn(&[u8]) -> String) {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pair.as_ref(), &random).unwrap();
        let info = [&[SEQUENCE, 89], P256, &[BITS, 66, 0], pair.public_key().as_ref()].concat();
        let sign = move |message: &[u8]| BASE64_STANDARD.encode(pair.sign(&random, message).unwrap());
        (BASE64_STANDARD.encode(info), sign)
    }

    #[test]
    fn a_signature_is_its_keys_and_its_texts() {
        let (key, sign) = p256();
        let key = PublicKey::parse(Scheme::P256, &key).unwrap();
        assert!(key.has_signed(b"as it came", &sign(b"as it came")));
        assert!(!key.has_signed(b"as it cane", &sign(b"as it came")));
        assert!(!key.has_signed(b"as it came", "") && !key.has_signed(b"as it came", "*"));
        let (other, _) = p256();
        assert!(!PublicKey::parse(Scheme::P256, &other).unwrap().has_signed(b"x", &sign(b"x")));
        for (key, signature) in RSA_KEYS.into_iter().zip(RSA_SIGNATURES) {
            let key = PublicKey::parse(Scheme::Rsa, key).unwrap();
            assert!(key.has_signed(SIGNED.as_bytes(), signature));
            assert!(!key.has_signed(&SIGNED.as_bytes()[1..], signature));
        }
        let (key, sign) = p256();
        assert!(!PublicKey::parse(Scheme::P256, &key).unwrap().has_signed_sha1(b"x", &sign(b"x")));
        let swapped = PublicKey::parse(Scheme::Rsa, RSA_KEYS[0]).unwrap();
        assert!(!swapped.has_signed(SIGNED.as_bytes(), RSA_SIGNATURES[1]));
    }

    #[test]
    fn a_key_is_read_as_it_is_shown() {
        let bare = RSA_KEYS[1];
        let expected = PublicKey::parse(Scheme::Rsa, bare);
        let (first, second) = bare.split_at(64);
        for text in [
            format!("-----BEGIN PUBLIC KEY-----\n{first}\n{second}\n-----END PUBLIC KEY-----\n"),
            format!("v=DKIM1; t=s; h=sha256; p={bare};"),
            format!("postal IN TXT \"v=DKIM1; p={bare}\""),
            format!("  {bare}\n"),
        ] {
            assert_eq!(PublicKey::parse(Scheme::Rsa, &text), expected, "{text}");
        }
        for bad in ["", "*", "MIGf", &bare[..bare.len() - 4], &p256().0, &format!("{bare}AAAA")] {
            assert_eq!(PublicKey::parse(Scheme::Rsa, bad), None, "{bad}");
        }
        assert_eq!(PublicKey::parse(Scheme::P256, bare), None);
    }

    #[test]
    fn a_password_is_compared_and_not_told() {
        let password = Password::parse("a long enough secret").unwrap();
        assert!(password.is("a long enough secret") && !password.is("a long enough Secret") && !password.is(""));
        assert_eq!(format!("{password:?}"), "Password");
        assert!(Password::parse("too short").is_none());
    }
}
