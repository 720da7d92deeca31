//! The numbers as last read off the fold, once for each batch of events and once a second, not by whoever looks; and not
//! at all where neither events nor time can have changed them. The chart takes a pass over all messages: of a large
//! delivery it is made a little at a time, and again a while after it was wanted again.

use super::clock::Moment;
use super::pace::Pace;
use crate::domain::fold::{Fold, Settings};
use crate::domain::instant::Instant;
use crate::domain::kpi::Tally;
use crate::domain::lifecycle::State;
use crate::domain::timeline::{Charting, Timeline};

/// Points of the chart.
const POINTS: usize = 97;
/// Messages looked at in a step: well under a millisecond's work.
const STEP: usize = 4_096;
/// From one chart of a large delivery to the next, at least.
const CHART_EVERY_MS: i64 = 1_000;

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
    chart: Chart,
}

/// What they are read by.
pub struct Round<'a> {
    /// What the meaning of events depends on.
    pub settings: &'a Settings,
    /// The instant, by the service's clock.
    pub as_of: Instant,
    /// Whether what happens is here a moment later.
    pub is_live: bool,
    /// The moment, by the page's.
    pub now: Moment,
}

/// How the chart stands.
#[derive(Default)]
struct Chart {
    /// Whether the one that is shown is not of the numbers that are shown.
    is_wanted: bool,
    making: Option<Charting>,
    begun: Option<Moment>,
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
    /// Reads them anew. While history is read, the count grows faster than the send does, and while the stream is broken it
    /// stands still: neither is a pace.
    pub fn read(&mut self, fold: &mut Fold, round: &Round<'_>) {
        let Round { settings, as_of, is_live, now } = *round;
        let holds = self.last.as_ref().is_some_and(|last| last.holds(fold, settings, as_of));
        if !holds {
            let (tally, until) = fold.tally_until(settings, as_of);
            self.tally = tally;
            self.last = Some(Last { events: fold.oddities().events, settings: *settings, as_of, until });
        }
        // The chart of what is not over goes on to this moment.
        self.chart.is_wanted |= !holds || fold.journal().ended_at().is_none();
        if self.chart.is_wanted && fold.messages() <= STEP {
            self.chart = Chart::default();
            self.timeline = fold.timeline(settings, as_of, POINTS);
        } else if self.chart.begin(now) {
            self.chart.making = Some(Charting::new(fold, settings, as_of, POINTS));
        }
        match fold.journal().state() {
            State::Sending if is_live => self.pace.read(as_of, self.tally.all.sent),
            _ => self.pace.rest(),
        }
    }

    /// Goes on with the chart.
    pub fn work(&mut self, fold: &Fold) {
        let Some(mut timeline) = self.chart.making.as_mut().and_then(|making| making.step(fold, STEP)) else { return };
        self.chart.making = None;
        // Events came while it was made: it ends where the tiles are all the same.
        if let Some(last) = timeline.points.last_mut() {
            let all = &self.tally.all;
            (last.sent, last.delivered, last.failed) =
                (all.sent as i64, all.delivered as i64, all.bounces_errors as i64);
        }
        self.timeline = timeline;
    }

    /// What it is made of is read anew: the one that is shown stays.
    pub fn leave_chart(&mut self) {
        self.chart = Chart { is_wanted: true, ..Chart::default() };
    }

    /// Whether there is work to do.
    pub const fn is_busy(&self) -> bool {
        self.chart.making.is_some()
    }
}

impl Chart {
    /// Whether the next one is to be begun.
    fn begin(&mut self, now: Moment) -> bool {
        let is_due = self.begun.is_none_or(|begun| now.ms_since(begun) >= CHART_EVERY_MS);
        let begins = self.is_wanted && self.making.is_none() && is_due;
        if begins {
            *self = Self { is_wanted: false, making: None, begun: Some(now) };
        }
        begins
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

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
        let settings = Settings { feedback, ..Settings::default() };
        reckoning.read(&mut fold(log), &Round { settings: &settings, as_of, is_live: true, now: Moment(0) });
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
                let round = Round { settings: &settings, as_of, is_live: true, now: Moment(0) };
                kept.read(&mut fold, &round);
                let mut fresh = Reckoning::default();
                fresh.read(&mut fold, &round);
                assert_eq!((kept.tally, &kept.timeline), (fresh.tally, &fresh.timeline), "{feedback:?} {time}");
            }
        }
    }

    #[test]
    fn the_chart_of_a_large_delivery_is_made_in_steps_and_ends_where_the_tiles_are() {
        let names: Vec<String> = (0..3 * STEP).map(|number| format!("m{number}")).collect();
        let mut log: Vec<(&str, &str, &str)> =
            names.iter().map(|name| ("23T09:00", "message.relayed", name.as_str())).collect();
        log.push(("23T10:00", "message.delivered", &names[7]));
        log.push(("23T09:00", "delivery.started", ""));
        let (mut fold, settings, mut reckoning) = (fold(&log), Settings::default(), Reckoning::default());
        let as_of = Instant::parse("2026-11-23T11:00:00Z").expect("an instant");
        let whole = fold.timeline(&settings, as_of, POINTS);
        reckoning.read(&mut fold, &Round { settings: &settings, as_of, is_live: true, now: Moment(0) });
        assert!(reckoning.timeline.points.is_empty() && reckoning.is_busy());
        let mut steps = 0;
        while reckoning.is_busy() {
            reckoning.work(&fold);
            steps += 1;
        }
        assert_eq!((steps, &reckoning.timeline), (4, &whole));
        reckoning
            .read(&mut fold, &Round { settings: &settings, as_of, is_live: true, now: Moment(CHART_EVERY_MS - 1) });
        assert!(!reckoning.is_busy(), "not so soon");
        reckoning.read(&mut fold, &Round { settings: &settings, as_of, is_live: true, now: Moment(CHART_EVERY_MS) });
        assert!(reckoning.is_busy(), "what is not over goes on");
        reckoning.leave_chart();
        assert!(!reckoning.is_busy() && reckoning.timeline == whole);
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
    fn the_chart_of_messages_alone_ends_with_the_last_change() {
        let alone: Vec<_> = LOG.into_iter().filter(|(_, kind, _)| !kind.starts_with("delivery.")).collect();
        let Reckoning { timeline, .. } = read(&alone, Feedback::On);
        assert_eq!(Some(timeline.until), Instant::parse("2026-11-23T21:00:00Z"));
    }

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
