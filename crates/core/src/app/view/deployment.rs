//! The Deployment block.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::dashboard::Dashboard;
use super::super::follow::Link;
use super::super::model::Model;
use super::super::record::Record;
use super::phase::{Subline, Tone};
use super::tiles::{Tile, tiles};
use crate::domain::event::Subject;
use crate::domain::instant::Instant;
use crate::domain::journal::Journal;
use crate::domain::kpi::{Counts, Rate, Tally};
use crate::domain::lifecycle::{Command, Kind, State};
use crate::domain::status::Feedback;
use crate::wire::Recurrence;

/// The Deployment block of a delivery.
#[derive(Clone, PartialEq, Debug)]
pub struct DeploymentView {
    /// The headline.
    pub state: State,
    /// What stands below it.
    pub subline: Subline,
    /// How it is to be seen.
    pub tone: Tone,
    /// The ring, until the send starts.
    pub preparation: Option<PreparationView>,
    /// Every recipient, by what became of their message; sums up to all to deliver.
    pub segments: Vec<Segment>,
    /// The figures. None before the first preparation, and of a recurring delivery: its executions have them.
    pub tiles: Vec<Tile>,
    /// How fast it goes, while it goes and is heard.
    pub pace: Option<PaceView>,
    /// Progress in hundredths of the way: handed over of all to deliver.
    pub progress: Option<Rate>,
    /// How Delivered is to be read.
    pub feedback: Feedback,
    /// Seconds until messages leave, while it waits for its date.
    pub starts_in_s: Option<u64>,
    /// By when every outcome is final, once the send is over.
    pub final_by: Option<Instant>,
    /// Whether that is past.
    pub is_final: bool,
    /// Test profiles and traps, which the rates leave out.
    pub probes: u64,
}

/// The ring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PreparationView {
    /// Under way. The whole is not known until the end; `Some` if an earlier preparation lets it be guessed.
    Running {
        /// Recipients looked at so far.
        done: u64,
        /// About how many there will be.
        about: Option<u64>,
    },
    /// Done.
    Complete,
    /// Done once, and no longer true.
    Outdated,
}

/// How fast messages are handed over.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PaceView {
    /// Messages a second, of the service's seconds.
    pub per_second: f64,
    /// Seconds until all are handed over.
    pub left_s: u64,
}

/// A part of the bar that holds every recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment {
    /// What became of these messages.
    pub kind: SegmentKind,
    /// How many.
    pub count: u64,
}

/// What became of a message, for the bar.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SegmentKind {
    /// Counted as delivered, and not being retried.
    Delivered,
    /// Handed over; nothing is known yet.
    Awaiting,
    /// Refused for now, and tried again.
    Retrying,
    /// Failed for good.
    Failed,
    /// Never to be sent.
    Cancelled,
    /// Not handed over yet.
    Queued,
}

impl SegmentKind {
    /// The name style sheets know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Awaiting => "awaiting",
            Self::Retrying => "retrying",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Queued => "queued",
        }
    }
}

/// The Deployment block of the open delivery. `None` until its record is here, and before its first preparation.
pub fn deployment(model: &Model) -> Option<DeploymentView> {
    let dashboard = model.dashboard()?;
    let record = dashboard.record().shown()?;
    let state = dashboard.state()?;
    let tally = dashboard.tally();
    let counts = &tally.all;
    let feedback = record.delivery.feedback;
    let final_by = final_by(dashboard, record, state);
    let is_unread = is_unread(dashboard) && state.has_started();
    let is_going = state == State::Sending && dashboard.follow().is_live(model.now());
    let per_second = dashboard.follow().per_second().filter(|_| is_going);
    // A recurring delivery that is held, or over, has sent nothing itself.
    let has_started = state.has_started() && record.delivery.recurrence.kind() != Kind::Recurring;
    Some(DeploymentView {
        state,
        subline: if is_unread { Subline::Unread } else { subline(model, dashboard, record, state, final_by) },
        tone: Tone::from(state),
        preparation: preparation(counts, dashboard.follow().fold().journal(), record, state),
        segments: segments(counts, feedback),
        tiles: if is_unread { Vec::new() } else { figures(tally, record, state) },
        pace: per_second.map(|per_second| PaceView { per_second, left_s: (counts.queued as f64 / per_second) as u64 }),
        progress: (has_started && !is_unread).then(|| tally.sent_rate()),
        feedback,
        starts_in_s: starts_in_s(model, record, state),
        final_by,
        is_final: is_past(model, final_by),
        probes: tally.probes(),
    })
}

/// Whether nothing is known of its messages: a number would be a guess, and 0 a wrong one.
const fn is_unread(dashboard: &Dashboard) -> bool {
    let follow = dashboard.follow();
    matches!(follow.link(), Link::Refused(_)) && !follow.has_caught_up() && dashboard.counted().is_none()
}

fn figures(tally: &Tally, record: &Record, state: State) -> Vec<Tile> {
    let delivery = &record.delivery;
    if state == State::Editing || delivery.recurrence.kind() == Kind::Recurring {
        return Vec::new();
    }
    tiles(tally, delivery.feedback, (delivery.channel, delivery.tracking), state.has_started())
}

fn preparation(counts: &Counts, journal: &Journal, record: &Record, state: State) -> Option<PreparationView> {
    match state {
        State::Preparing => {
            let before = record.delivery.preparation.as_ref().map(|preparation| preparation.targeted);
            let about = journal.about().or(before);
            Some(PreparationView::Running {
                done: counts.targeted,
                about: about.filter(|about| *about >= counts.targeted),
            })
        }
        State::Prepared | State::Approving | State::Waiting => Some(PreparationView::Complete),
        State::Outdated => Some(PreparationView::Outdated),
        State::Editing
        | State::PreparationFailed
        | State::Sending
        | State::Repeating
        | State::Paused
        | State::Skipped
        | State::Missed
        | State::Stopped
        | State::Failed
        | State::Finished => None,
    }
}

/// With the feedback service off, a message that is retried counts as sent; with it on, as failed. The bar shows it apart.
fn segments(counts: &Counts, feedback: Feedback) -> Vec<Segment> {
    let (of_delivered, of_failed) = match feedback {
        Feedback::On => (0, counts.retrying),
        Feedback::Off => (counts.retrying, 0),
    };
    let parts = [
        (SegmentKind::Delivered, counts.delivered.saturating_sub(of_delivered)),
        (SegmentKind::Awaiting, counts.pending),
        (SegmentKind::Retrying, counts.retrying),
        (SegmentKind::Failed, counts.bounces_errors.saturating_sub(of_failed)),
        (SegmentKind::Cancelled, counts.cancelled),
        (SegmentKind::Queued, counts.queued),
    ];
    parts.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| Segment { kind, count }).collect()
}

/// The last message was handed over by the end; its outcome is final a validity later.
fn final_by(dashboard: &Dashboard, record: &Record, state: State) -> Option<Instant> {
    let ended = dashboard.follow().fold().journal().ended_at().filter(|_| state.is_over())?;
    Some(ended + record.settings().patience())
}

/// The countdown, also before somebody has confirmed.
fn starts_in_s(model: &Model, record: &Record, state: State) -> Option<u64> {
    let waits = matches!(state, State::Prepared | State::Approving | State::Waiting | State::Repeating);
    let at = record.delivery.contact_date.or(record.delivery.schedule.at).filter(|_| waits)?;
    u64::try_from(at.since(model.service_now()?).num_seconds()).ok()
}

fn is_past(model: &Model, at: Option<Instant>) -> bool {
    model.as_of().zip(at).is_some_and(|(now, at)| now >= at)
}

fn subline(model: &Model, dashboard: &Dashboard, record: &Record, state: State, final_by: Option<Instant>) -> Subline {
    let delivery = &record.delivery;
    let journal = dashboard.follow().fold().journal();
    let counts = &dashboard.tally().all;
    let reason = || journal.failure().map(ToString::to_string);
    let by = || journal.held_by().map(ToString::to_string);
    let is_ahead = |at: &Instant| model.as_of().is_none_or(|now| *at > now);
    let future = delivery.contact_date.or(delivery.schedule.at).filter(is_ahead);
    // Whoever has to confirm an execution does so before its date.
    let before = match &delivery.recurrence {
        Recurrence::Execution(occasion) => Some(occasion.at),
        Recurrence::OneOff | Recurrence::Recurring => None,
    };
    let kind = delivery.recurrence.kind();
    match state {
        State::Editing if kind == Kind::Recurring => Subline::CanStart,
        State::Editing => Subline::CanPrepare(delivery.channel),
        State::Preparing => Subline::NothingLeaves,
        State::PreparationFailed => Subline::PreparationFailed(reason()),
        State::Prepared if !model.person().may(Command::Confirm) => Subline::WaitsForConfirmation,
        State::Prepared => match (before, future) {
            (Some(before), _) => Subline::ConfirmBefore(before),
            (None, Some(at)) => Subline::ConfirmToStartAt(at),
            (None, None) => Subline::ConfirmToStart,
        },
        State::Outdated => {
            Subline::Changed(journal.outdated_by().or(delivery.outdated_by).unwrap_or(Subject::Schedule))
        }
        State::Approving => {
            let asked = delivery.approval.as_ref();
            Subline::WaitsForApproval {
                by: asked.map(|asked| asked.by.clone()).unwrap_or_default(),
                is_own: asked.is_some_and(|asked| asked.login == model.person().login),
                before,
            }
        }
        State::Waiting => future.map_or(Subline::StartsSoon, Subline::StartsAt),
        State::Sending => Subline::Relayed { sent: counts.sent, to_deliver: counts.to_deliver },
        State::Repeating => Subline::Repeats(delivery.schedule.at),
        State::Paused if kind == Kind::Recurring => Subline::RepeatsNoMore,
        State::Paused => Subline::PausedAfter { sent: counts.sent, queued: counts.queued, by: by() },
        State::Skipped => Subline::Skipped { by: by(), until: before.filter(is_ahead) },
        State::Missed => Subline::Missed(before),
        State::Stopped => {
            Subline::StoppedAfter { sent: counts.sent, cancelled: counts.to_deliver - counts.sent, by: by() }
        }
        State::Failed => Subline::Failed(reason()),
        State::Finished => {
            let open = counts.pending + counts.retrying;
            all_handed_over(delivery.feedback, open, final_by, is_past(model, final_by))
        }
    }
}

/// What is left to be known once all was handed over.
const fn all_handed_over(feedback: Feedback, open: u64, final_by: Option<Instant>, is_past: bool) -> Subline {
    match (feedback, open, is_past) {
        (Feedback::On, 0, _) | (Feedback::Off, _, true) => Subline::AllProcessed,
        // What nobody said by then, nobody will.
        (Feedback::On, _, true) => Subline::Unanswered(open),
        (_, _, false) => Subline::Outstanding { open, final_by },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_holds_every_recipient_in_both_settings() {
        let counts = Counts {
            to_deliver: 100,
            sent: 70,
            delivered: 40,
            bounces_errors: 20,
            pending: 10,
            retrying: 5,
            cancelled: 10,
            queued: 20,
            ..Counts::default()
        };
        for feedback in [Feedback::On, Feedback::Off] {
            let sum: u64 = segments(&counts, feedback).iter().map(|segment| segment.count).sum();
            assert_eq!(sum, counts.to_deliver, "{feedback:?}");
        }
    }

    #[test]
    fn outcomes_are_open_until_they_cannot_come_any_more() {
        let date = Some(Instant::from_millis(0));
        let outstanding = |open| Subline::Outstanding { open, final_by: date };
        for (feedback, open, is_past, expected) in [
            (Feedback::On, 0, false, Subline::AllProcessed),
            (Feedback::On, 3, false, outstanding(3)),
            (Feedback::On, 3, true, Subline::Unanswered(3)),
            (Feedback::Off, 0, false, outstanding(0)),
            (Feedback::Off, 3, false, outstanding(3)),
            (Feedback::Off, 0, true, Subline::AllProcessed),
        ] {
            assert_eq!(all_handed_over(feedback, open, date, is_past), expected, "{feedback:?} {open} {is_past}");
        }
    }
}
