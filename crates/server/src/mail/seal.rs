//! Marks that lead from outside back to a message: in links, in the address that bounces go to, and in headers. They name
//! no recipient, and only this service can make them.

use delivery_core::domain::id::DeliveryId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::mta::{index_of, message};

/// Bytes of the signature. Too many to guess, few enough for the part of an address before the `@`, which has 64 letters.
const SIGNED: usize = 10;

/// What a mark is for. One that was made for something else is not good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// To say what became of the message.
    Bounce,
    /// To show that it was opened.
    Open,
    /// To follow one of its links, by its place in the content.
    Click(usize),
    /// To get no more mail.
    Leave,
}

/// A message that a mark leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    /// Its delivery.
    pub delivery: DeliveryId,
    /// The message.
    pub message: String,
    /// What the mark is for.
    pub purpose: Use,
}

/// Makes marks and reads them.
#[derive(Clone)]
pub struct Seal(Vec<u8>);

impl Seal {
    /// With a secret of at least 32 bytes.
    pub const fn new(secret: Vec<u8>) -> Self {
        Self(secret)
    }

    /// The mark of a message: digits, small letters and dots, so that it survives whoever writes addresses in small
    /// letters.
    pub fn mark(&self, delivery: &DeliveryId, number: u32, purpose: Use) -> String {
        let name: String = delivery.as_str().bytes().map(|byte| format!("{byte:02x}")).collect();
        let stem = format!("{name}.{number}{}", suffix(purpose));
        let signature = self.sign(&stem, purpose).unwrap_or_default();
        format!("{stem}.{signature}")
    }

    /// What a mark leads to, if it was made here for this.
    pub fn read(&self, mark: &str, is_for: fn(Use) -> bool) -> Option<Sealed> {
        let mark = mark.to_ascii_lowercase();
        let (stem, signature) = mark.rsplit_once('.')?;
        let mut parts = stem.split('.');
        let (name, number, link) = (parts.next()?, parts.next()?, parts.next());
        let uses = match link {
            Some(link) => vec![Use::Click(link.parse().ok()?)],
            None => vec![Use::Bounce, Use::Open, Use::Leave],
        };
        let signature = unhex(signature).filter(|signature| signature.len() == SIGNED)?;
        // In constant time.
        let is_good =
            |purpose: &Use| self.mac(stem, *purpose).is_some_and(|mac| mac.verify_truncated_left(&signature).is_ok());
        let purpose = uses.into_iter().filter(|purpose| is_for(*purpose)).find(is_good)?;
        let delivery = DeliveryId::new(String::from_utf8(unhex(name)?).ok()?);
        let message = message(number.parse().ok()?);
        index_of(&message).map(|_| Sealed { delivery, message, purpose })
    }

    fn sign(&self, stem: &str, purpose: Use) -> Option<String> {
        let bytes = self.mac(stem, purpose)?.finalize().into_bytes();
        Some(bytes.iter().take(SIGNED).map(|byte| format!("{byte:02x}")).collect())
    }

    fn mac(&self, stem: &str, purpose: Use) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(word(purpose).as_bytes());
        mac.update(stem.as_bytes());
        Some(mac)
    }
}

const fn word(purpose: Use) -> &'static str {
    match purpose {
        Use::Bounce => "bounce ",
        Use::Open => "open ",
        Use::Click(_) => "click ",
        Use::Leave => "leave ",
    }
}

fn suffix(purpose: Use) -> String {
    match purpose {
        Use::Click(link) => format!(".{link}"),
        Use::Bounce | Use::Open | Use::Leave => String::new(),
    }
}

/// Bytes written as two digits each.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_leads_back_to_its_message_and_is_for_one_use() {
        let seal = Seal::new(vec![7; 32]);
        let id = DeliveryId::new("DM95");
        for purpose in [Use::Bounce, Use::Open, Use::Click(12), Use::Leave] {
            let mark = seal.mark(&id, 7, purpose);
            assert!(mark.len() < 56, "{mark}");
            let read = seal.read(&mark.to_uppercase(), |_| true).unwrap();
            assert_eq!(read, Sealed { delivery: id.clone(), message: "m000000007".to_owned(), purpose });
            let others = |asked: Use| !matches!(asked, Use::Bounce);
            assert_eq!(seal.read(&mark, others).is_none(), purpose == Use::Bounce);
        }
    }

    #[test]
    fn nobody_else_makes_one() {
        let seal = Seal::new(vec![7; 32]);
        let id = DeliveryId::new("DM95");
        let mark = seal.mark(&id, 7, Use::Click(1));
        let other = Seal::new(vec![8; 32]).mark(&id, 7, Use::Click(1));
        let forged = mark.replacen(".7.1.", ".8.1.", 1);
        let another_link = mark.replacen(".7.1.", ".7.2.", 1);
        let short = &mark[..mark.len() - 2];
        for bad in [other.as_str(), &forged, &another_link, short, "", ".", "..", "44.1.", "é.1.zz", "x.y.z.w"] {
            assert_eq!(seal.read(bad, |_| true), None, "{bad}");
        }
    }
}
