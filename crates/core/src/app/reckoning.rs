//! The numbers as last read off the fold. Reading them costs a pass over all messages, so it is done once for each batch
//! of events and once a second, not by whoever looks; and not at all where neither events nor time can have changed them.

use super::pace::Pace;
use crate::domain::fold::{Fold, Settings};
use crate::domain::instant::Instant;
use crate::domain::kpi::Tally;
use crate::domain::lifecycle::State;
use crate::domain::timeline::Timeline;

/// Points of the chart.
const POINTS: usize = 97;

/// The numbers.
#[derive(Default)]
pub struct Reckoning {
    /// The counts.
    pub tally: Tally,
    /// The counts as they grew.
    pub timeline: Timeline,
    /// How fast messages are handed over.
    pub pace: Pace,
    last: Option<Last>,
}

/// What the numbers were read of.
struct Last {
    events: u64,
    settings: Settings,
    as_of: Instant,
    /// From when on time alone makes them others.
    until: Option<Instant>,
}

impl Last {
    /// Whether they are still the same.
    fn holds(&self, fold: &Fold, settings: &Settings, as_of: Instant) -> bool {
        self.events == fold.oddities().events
            && self.settings == *settings
            && self.as_of <= as_of
            && self.until.is_none_or(|until| as_of < until)
    }
}

impl Reckoning {
    /// Events there were when they were read.
    pub fn events(&self) -> u64 {
        self.last.as_ref().map_or(0, |last| last.events)
    }

    /// Reads them anew. While history is read, the count grows faster than the send does, and while the stream is broken it
    /// stands still: neither is a pace.
    pub fn read(&mut self, fold: &mut Fold, settings: &Settings, as_of: Instant, is_live: bool) {
        let holds = self.last.as_ref().is_some_and(|last| last.holds(fold, settings, as_of));
        if !holds {
            let (tally, until) = fold.tally_until(settings, as_of);
            self.tally = tally;
            self.last = Some(Last { events: fold.oddities().events, settings: *settings, as_of, until });
        }
        // The chart of what is not over goes on to this moment.
        if !holds || fold.journal().ended_at().is_none() {
            self.timeline = fold.timeline(settings, as_of, POINTS);
        }
        match fold.journal().state() {
            State::Sending if is_live => self.pace.read(as_of, self.tally.all.sent),
            _ => self.pace.rest(),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;
    use crate::domain::status::Feedback;
    use crate::feed::{Format, Reader};

    fn fold(log: &[(&str, &str, &str)]) -> Fold {
        let line = |(at, (time, kind, message)): (usize, &(&str, &str, &str))| {
            format!(
                r#"{{"specversion":"1.0","id":"e{at}","source":"/d","sequence":"{at:016}","type":"{kind}","subject":"{message}","time":"2026-11-{time}:00Z","data":{{}}}}"#
            ) + "\n"
        };
        let text: String = log.iter().enumerate().map(line).collect();
        let mut fold = Fold::new();
        Reader::new(Format::CloudEvents).push(text.as_bytes(), &mut fold);
        fold
    }

    fn read(log: &[(&str, &str, &str)], feedback: Feedback) -> Reckoning {
        let mut reckoning = Reckoning::default();
        let as_of = Instant::parse("2026-11-30T09:00:00Z").expect("an instant");
        reckoning.read(&mut fold(log), &Settings { feedback, ..Settings::default() }, as_of, true);
        reckoning
    }

    #[test]
    fn what_is_not_read_again_is_what_reading_it_again_would_give() {
        let mut log = LOG;
        log[7] = ("23T09:06", "message.deferred", "c");
        for feedback in [Feedback::On, Feedback::Off] {
            let (mut kept, settings) = (Reckoning::default(), Settings { feedback, ..Settings::default() });
            let mut fold = fold(&log);
            // Back in time, too: a clock may be put right.
            for time in ["24T10:00", "24T10:01", "26T21:03", "26T21:04", "30T09:00", "24T10:00"] {
                let as_of = Instant::parse(&format!("2026-11-{time}:00Z")).expect("an instant");
                kept.read(&mut fold, &settings, as_of, true);
                let mut fresh = Reckoning::default();
                fresh.read(&mut fold, &settings, as_of, true);
                assert_eq!((kept.tally, &kept.timeline), (fresh.tally, &fresh.timeline), "{feedback:?} {time}");
            }
        }
    }

    const LOG: [(&str, &str, &str); 8] = [
        ("23T09:00", "delivery.started", ""),
        ("23T09:00", "message.relayed", "a"),
        ("23T09:00", "message.relayed", "b"),
        ("23T09:04", "message.relayed", "c"),
        ("23T09:04", "delivery.finished", ""),
        ("23T09:05", "message.delivered", "a"),
        ("23T15:00", "message.delivered", "b"),
        ("23T21:00", "message.bounced", "c"),
    ];

    #[test]
    fn the_chart_of_what_is_over_ends_with_the_last_change() {
        let Reckoning { tally, timeline, .. } = read(&LOG, Feedback::On);
        assert_eq!(Some(timeline.until), Instant::parse("2026-11-23T21:00:00Z"));
        let delivered = |place: usize| timeline.points[place].delivered;
        assert_eq!([delivered(1), delivered(47), delivered(48), delivered(96)], [1, 1, 2, 2], "each in its place");
        assert_eq!(timeline.points[96].sent, tally.all.sent as i64);
    }

    #[test]
    fn the_chart_goes_on_to_what_fails_by_itself() {
        let mut log = LOG;
        log[7] = ("23T09:06", "message.deferred", "c");
        let Reckoning { tally, timeline, .. } = read(&log, Feedback::Off);
        assert_eq!(Some(timeline.until), Instant::parse("2026-11-26T21:04:00Z"));
        assert_eq!((timeline.points[95].failed, timeline.points[96].failed, tally.all.bounces_errors), (0, 1, 1));
    }
}
