//! Whoever follows a log sees each line once and in order, however slow they are and whatever is kept.

use super::*;
use crate::mta::chance::Chance;

/// A log in memory, with its tip.
struct Growing {
    tip: Tip,
    tips: Tips,
    lines: Vec<String>,
}

impl Growing {
    fn new(id: &DeliveryId) -> Self {
        let tips = Tips::default();
        Self { tip: tips.add(id, Cursor(0)), tips, lines: Vec::new() }
    }

    fn append(&mut self, chance: &mut Chance, count: u64) {
        let after = Cursor(self.lines.len() as u64);
        for _ in 0..count {
            let text = "x".repeat(usize::try_from(chance.below(40_000)).unwrap());
            self.lines.push(format!(r#"{{"at":{},"address":"maria@{text}.test"}}"#, self.lines.len() + 1));
        }
        let text = self.lines[usize::try_from(after.0).unwrap()..].iter().flat_map(|line| [line, "\n"]).collect();
        // Now and then nobody is told in time: writing was cut off between the database and here.
        if chance.happens(500) {
            return;
        }
        let last = Cursor(self.lines.len() as u64);
        self.tip.tell(Appended { after, last, text }, Instant::from_millis(7));
    }

    /// What the database has, a few lines at a time.
    fn stored(&self, chance: &mut Chance, after: Cursor, masked: bool) -> (Cursor, String) {
        let from = usize::try_from(after.0).unwrap();
        let until = self.lines.len().min(from + 1 + usize::try_from(chance.below(20)).unwrap());
        let mut text = String::new();
        let lines: String = self.lines[from..until].iter().flat_map(|line| [line, "\n"]).collect();
        write(&mut text, after, &lines, masked);
        (Cursor(until as u64), text)
    }
}

struct Reading {
    follower: Follower,
    after: Cursor,
    masked: bool,
    text: String,
    shared: usize,
}

impl Reading {
    fn step(&mut self, growing: &Growing, chance: &mut Chance) {
        if self.follower.end() <= self.after {
            return;
        }
        match self.follower.next(self.after, self.masked) {
            Some((last, bytes)) => {
                assert!(last > self.after);
                self.text.push_str(std::str::from_utf8(&bytes).unwrap());
                self.after = last;
                self.shared += 1;
            }
            None => {
                let (last, text) = growing.stored(chance, self.after, self.masked);
                self.text.push_str(&text);
                self.after = last;
            }
        }
    }
}

#[test]
fn followers_that_stall_see_exactly_the_log() {
    let id = DeliveryId::new("A");
    for seed in 0..8 {
        let mut chance = Chance::seeded(seed);
        let mut growing = Growing::new(&id);
        let mut all = Vec::new();
        for _ in 0..400 {
            if chance.happens(5_000) {
                let count = chance.below(12);
                growing.append(&mut chance, count);
            }
            if all.len() < 8 && chance.happens(300) {
                let after = Cursor(chance.below(growing.lines.len() as u64 + 1));
                let follower = growing.tips.follow(&id).unwrap();
                let masked = chance.happens(3_000);
                all.push((after, Reading { follower, after, masked, text: String::new(), shared: 0 }));
            }
            for (at, (_, reading)) in all.iter_mut().enumerate() {
                // Each has its own pace; the last ones hardly ever read.
                if chance.below(1 + (at as u64).pow(2)) == 0 {
                    reading.step(&growing, &mut chance);
                }
            }
        }
        growing.append(&mut chance, 1);
        growing.tip.tell(
            Appended { after: Cursor(0), last: Cursor(growing.lines.len() as u64), text: String::new() },
            Instant::from_millis(8),
        );
        for (began, mut reading) in all {
            while reading.follower.end() > reading.after {
                reading.step(&growing, &mut chance);
            }
            let mut expected = String::new();
            let lines: String =
                growing.lines[usize::try_from(began.0).unwrap()..].iter().flat_map(|line| [line, "\n"]).collect();
            write(&mut expected, began, &lines, reading.masked);
            let seen = reading.text.replace(": written 7\n\n", "");
            assert!(seen == expected, "seed {seed}: from {began}, {} of {}", seen.len(), expected.len());
        }
    }
}

#[test]
fn what_is_shared_is_made_once() {
    let id = DeliveryId::new("A");
    let mut growing = Growing::new(&id);
    let followers: Vec<_> = (0..3).map(|_| growing.tips.follow(&id).unwrap()).collect();
    growing.append(&mut Chance::seeded(1), 5);
    let sent: Vec<_> = followers.iter().map(|follower| follower.next(Cursor(0), false).unwrap().1).collect();
    assert!(sent.iter().all(|bytes| bytes.as_ptr() == sent[0].as_ptr()), "the same bytes, not copies");
    assert!(sent[0].starts_with(b": written 7\n\nid: 0000000000000001\ndata: {"));
    let masked = followers[0].next(Cursor(0), true).unwrap().1;
    assert!(!masked.windows(6).any(|bytes| bytes == b"maria@"));
    assert_eq!(followers[0].next(Cursor(5), false), None);
}

#[test]
fn nothing_is_kept_of_a_log_that_nobody_follows_and_little_of_others() {
    let id = DeliveryId::new("A");
    let mut growing = Growing::new(&id);
    let mut chance = Chance::seeded(2);
    let kept =
        |growing: &Growing| -> usize { growing.tip.recent.lock().unwrap().iter().map(|batch| batch.text.len()).sum() };
    growing.append(&mut chance, 3);
    assert_eq!(kept(&growing), 0);
    let follower = growing.tips.follow(&id).unwrap();
    let mut most = 0;
    for _ in 0..100 {
        growing.append(&mut chance, 4);
        most = most.max(kept(&growing));
    }
    assert!((KEPT / 2..=KEPT).contains(&most), "{most}");
    drop(follower);
    growing.append(&mut chance, 1);
    assert_eq!(kept(&growing), 0);
}
