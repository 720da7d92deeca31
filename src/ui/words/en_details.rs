//! English: what is loaded later than the page's frame and figures.

use delivery_app::view::{Kpi, SegmentKind};
use delivery_app::{Failure, Theme};
use delivery_core::domain::channel::Channel;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::status::Feedback;

use super::details::{Details, Note};
use super::en::{NBSP, TIED_DOT};
use super::{English, Names, Words};

impl Details for English {
    fn note(&self, note: Note) -> &'static str {
        match note {
            Note::CannotBeUndone => {
                "Messages cannot be called back once they are handed over. You can pause or stop what has not gone yet."
            }
            Note::StopIsFinal => {
                "A stopped send cannot be resumed. What has been handed over still arrives; the rest is never sent. \
                 To hold it for a while, pause it instead."
            }
            Note::CallOffIsFinal => "A send that was called off cannot be started again. Nothing has been sent.",
            Note::Sending => "Confirming… the service has not answered yet.",
            Note::Stopping => "Stopping… the service has not answered yet.",
            Note::AnswerLost => {
                "No answer came. The service is being asked what became of it; nothing is sent a second time. You can leave \
                 this open or close it."
            }
            Note::NothingSent => "Nothing was sent.",
            Note::HasChanged => "The delivery has changed since you read it.",
            Note::SendContinues => "Your confirmation is on its way; closing the dialog does not take it back.",
            Note::StopContinues => "Your stop is on its way; closing the dialog does not take it back.",
            Note::SecondPersonNeeded => "From this size on, a second person has to approve before anything is sent.",
            Note::SecondPersonAsked => "Confirmed. Nothing is sent until a second person approves.",
            Note::Starting => "Starting… the service has not answered yet.",
            Note::NoExecutions => "No execution yet: the first is made a day before its date.",
            Note::StopRepeatingIsFinal => {
                "A recurring delivery that was stopped cannot be started again. Executions that have not begun are skipped; the one being sent goes on."
            }
            Note::SafeguardsHint => {
                "They hold for every delivery that has not started. Leave a field empty to ask for nothing."
            }
            Note::TypeNumberFrom => "Type the number from so many recipients on",
            Note::SecondPersonFrom => "Ask a second person from so many recipients on",
            Note::NoDeliveriesHint => "A delivery appears here as soon as somebody creates one.",
            Note::OnceConfirmed => "Send immediately once confirmed",
            Note::OnTheDate => "Send scheduled on the date below",
            Note::Immediately => "Immediately, as soon as you confirm",
            Note::RequestConfirmation => "Request confirmation before sending",
            Note::OfRecurring => "One execution of a recurring delivery",
            Note::WhoMissedIt => "Who did not get it, and why",
            Note::RecipientZone => "In each recipient’s own time zone",
        }
    }

    fn feedback_note(&self, feedback: Feedback, final_by: Option<&str>) -> String {
        match (feedback, final_by) {
            (Feedback::On, None) => "Feedback service on: Delivered rises from 0% as servers confirm.".into(),
            (Feedback::On, Some(date)) => {
                format!("Feedback service on: Delivered rises from 0% as servers confirm; final by {date}.")
            }
            (Feedback::Off, None) => "Feedback service off: Delivered starts at 100% and falls as bounces come back; \
                provisional until 3½ days after the last message at most."
                .into(),
            (Feedback::Off, Some(date)) => format!(
                "Feedback service off: Delivered starts at 100% and falls as bounces come back; provisional until {date}."
            ),
        }
    }

    fn final_since(&self, feedback: Feedback, date: &str) -> String {
        let service = match feedback {
            Feedback::On => "on",
            Feedback::Off => "off",
        };
        format!("Feedback service {service}. All outcomes are final since {date}.")
    }

    fn without_probes(&self, count: u64, shown: &str) -> String {
        if count == 1 {
            "Rates leave out 1 test profile or trap.".to_string()
        } else {
            format!("Rates leave out {shown} test profiles and traps.")
        }
    }

    fn cause(&self, name: &str) -> String {
        match name {
            "address_empty" => "no address".to_string(),
            "denylist" => "on denylist".to_string(),
            name => name.replace('_', " "),
        }
    }

    fn bar_summary(&self, parts: &str) -> String {
        format!("Every recipient: {parts}")
    }

    fn chart_summary(&self, from: &str, until: &str, sent: &str, delivered: &str, failed: &str) -> String {
        format!("From {from} to {until}: {sent} handed over, {delivered} delivered, {failed} failed.")
    }

    fn chart_title(&self) -> &'static str {
        "Messages over time"
    }

    fn may_not_confirm(&self) -> &'static str {
        "Your permissions do not allow you to confirm a delivery. Somebody with the role Start deliveries can."
    }

    fn command_failed(&self, command: Command, failure: &Failure) -> String {
        let what = self.command(command, false);
        match failure {
            Failure::Unreachable => format!(
                "{what}: no answer came, so it may or may not have been carried out. The status below tells, as soon as the \
                 service answers again."
            ),
            Failure::Unreadable | Failure::Problem(_) => {
                format!("{what} was not carried out. {}", self.failure(failure))
            }
        }
    }

    fn stale(&self, failure: &Failure) -> String {
        format!("What you see may be out of date. {}", self.failure(failure))
    }

    fn unreadable_lines(&self, count: u64, shown: &str) -> String {
        if count == 1 { "1 line could not be read".to_string() } else { format!("{shown} lines could not be read") }
    }

    fn unrecognised_events(&self, count: u64, shown: &str) -> String {
        if count == 1 { "1 event of an unknown type".to_string() } else { format!("{shown} events of unknown types") }
    }

    fn announce_state(&self, state: State) -> String {
        format!("{}.", self.headline(state))
    }

    fn announce_progress(&self, percent: &str) -> String {
        format!("{percent} sent.")
    }

    fn demo_clock(&self, speed: &str) -> String {
        format!("Demo clock ×{speed}")
    }

    fn log_summary(&self, total: &str, warnings: u64, errors: u64) -> String {
        let of = |count: u64, one: &str, more: &str| match count {
            0 => String::new(),
            1 => format!("{TIED_DOT}1{NBSP}{one}"),
            _ => format!("{TIED_DOT}{count}{NBSP}{more}"),
        };
        format!("Log ({total}){}{}", of(errors, "error", "errors"), of(warnings, "warning", "warnings"))
    }

    fn copied_from(&self, id: &str) -> String {
        format!("Copied from {id}. Its schedule was not copied: this one goes out as soon as it is confirmed.")
    }

    fn theme(&self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => "System",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        }
    }

    fn recurring(&self, channel: Channel) -> &'static str {
        match channel {
            Channel::Email => "Recurring email",
            Channel::Sms => "Recurring SMS",
            Channel::Push => "Recurring push",
            Channel::DirectMail => "Recurring direct mail",
        }
    }

    fn kpi_short(&self, kpi: Kpi) -> &'static str {
        match kpi {
            Kpi::BouncesErrors => "Bounces",
            Kpi::OpenRate => "Opens",
            Kpi::ClickRate => "Clicks",
            Kpi::Targeted | Kpi::ToDeliver | Kpi::Sent | Kpi::Delivered | Kpi::Errors => self.kpi(kpi),
        }
    }

    fn segment(&self, kind: SegmentKind) -> &'static str {
        match kind {
            SegmentKind::Delivered => "Delivered",
            SegmentKind::Awaiting => "Awaiting feedback",
            SegmentKind::Retrying => "Retrying",
            SegmentKind::Failed => "Failed",
            SegmentKind::Cancelled => "Cancelled",
            SegmentKind::Queued => "Not yet sent",
        }
    }
}
