//! Decimal digits, eight at a time: most numbers of an event have a fixed width, and there are millions of them.

/// The number that eight digits make. `None` if one of them is no digit.
pub(super) fn eight(digits: [u8; 8]) -> Option<u32> {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let word = u64::from_le_bytes(digits);
    // '0' to '9' are 0x30 to 0x39: six more than that, and they are still below 0x40.
    let high = each(0xf0);
    if word & high != each(b'0') || word.wrapping_add(each(6)) & high != each(b'0') {
        return None;
    }
    // The first digit stands lowest. Neighbours join into pairs, these into fours, and these into one.
    let pairs = word.wrapping_sub(each(b'0')).wrapping_mul(1 + (10 << 8)) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(1 + (100 << 16)) >> 16 & 0x0000_ffff_0000_ffff;
    Some((fours.wrapping_mul(1 + (10_000 << 32)) >> 32) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eight_digits_are_what_the_library_reads(number in 0..100_000_000_u32) {
            let text = alloc::format!("{number:08}");
            prop_assert_eq!(eight(*text.as_bytes().first_chunk().expect("eight")), Some(number));
        }

        #[test]
        fn what_is_no_digit_is_refused(mut digits in prop::array::uniform8(b'0'..=b'9'), at in 0..8_usize, odd in any::<u8>()) {
            prop_assume!(!odd.is_ascii_digit());
            digits[at] = odd;
            prop_assert_eq!(eight(digits), None);
        }
    }
}
