//! What holds for any bytes that come as a report of mail (DSN, ARF): nothing breaks it, it says the same each time, what it
//! says is in the words of the log and names nobody, and a mark that it finds stands there and was made by nobody.

use delivery_core::domain::instant::Instant;
use delivery_server::mail::{Report, Said, Seal, read};

/// The latest instant that a log is asked to hold: nothing is taken in as later than now.
const NOW: Instant = Instant::from_millis(1_795_424_400_000);

pub fn check(bytes: &[u8]) {
    let found = read(bytes);
    assert_eq!(found, read(bytes));
    let Some(Report { said, at, marks }) = found else { return };
    if let Some(at) = at.map(|at| at.min(NOW)) {
        assert_eq!(Instant::parse(&at.to_string()), Some(at));
    }
    match &said {
        Said::Delivered { mx } => {
            let is_of_host = |letter: char| letter.is_ascii_alphanumeric() || ".-_:[]".contains(letter);
            assert!(mx.len() <= 255 && mx.chars().all(is_of_host), "{mx:?}");
        }
        Said::Delayed(refusal) | Said::Failed(_, refusal) => {
            assert!(!refusal.reason.is_empty());
            let is_code = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
            assert!(refusal.smtp.is_empty() || is_code(&refusal.smtp), "{refusal:?}");
            let numbers: Vec<_> = refusal.enhanced.split('.').collect();
            assert!(refusal.enhanced.is_empty() || numbers.len() == 3, "{refusal:?}");
            assert!(refusal.enhanced.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'), "{refusal:?}");
        }
        Said::Complained | Said::AutoReplied | Said::Nothing => {}
    }
    let (seal, text) = (Seal::new(vec![7; 32]), String::from_utf8_lossy(bytes));
    for (place, mark) in marks.iter().enumerate() {
        assert!(text.contains(mark.as_str()), "{mark}");
        assert!(!marks[..place].contains(mark), "{mark} twice");
        assert_eq!(mark.split('.').count(), 3, "{mark}");
        assert_eq!(seal.read(mark, |_| true), None, "{mark}");
    }
}
