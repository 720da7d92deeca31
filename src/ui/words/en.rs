//! English.

use delivery_app::draft::{Ending, Rhythm};
use delivery_app::files::Trouble;
use delivery_app::logs::{Column, Figure, StoryDetail};
use delivery_app::view::{Kpi, SegmentKind};
use delivery_app::{Failure, Theme};
use delivery_core::domain::channel::{Channel, Tab};
use delivery_core::domain::entry::Opened;
use delivery_core::domain::event::{Action, Recipient, Subject};
use delivery_core::domain::group::Group;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::recurrence::{Nth, Weekday};
use delivery_core::domain::refusal::Refusal;
use delivery_core::domain::remedy::Remedy;
use delivery_core::domain::role::Role;
use delivery_core::domain::schedule::{Aggregation, Fixed, Why};
use delivery_core::domain::status::{Detail, Feedback, Status};
use delivery_core::wire::ProblemType;

use super::details::{Details, Note};
use super::editor::{EditorLabel, EditorWords};
use super::files::{FileLabel, FileWords};
use super::logs::{LogLabel, LogWords};
use super::tray::{TrayLabel, TrayWords};
use super::{Label, Names, Questions, Standings, Words};

/// English, with the dates and figures of Britain.
pub struct English;

/// Keeps what belongs together on one line.
const NBSP: char = '\u{a0}';
/// A dot between two facts. A line breaks after it, never before.
const TIED_DOT: &str = "\u{a0}· ";

const fn people(count: u64) -> &'static str {
    if count == 1 { "person" } else { "people" }
}

impl Names for English {
    fn locale(&self) -> &'static str {
        "en-GB"
    }

    fn label(&self, label: Label) -> &'static str {
        fixed(label)
    }

    fn channel(&self, channel: Channel) -> &'static str {
        match channel {
            Channel::Email => "Email",
            Channel::Sms => "SMS",
            Channel::Push => "Push",
            Channel::DirectMail => "Direct mail",
        }
    }

    fn role(&self, role: Role) -> &'static str {
        role.name()
    }

    fn state(&self, state: State) -> &'static str {
        match state {
            State::Editing => "Editing",
            State::Preparing => "Preparing",
            State::PreparationFailed => "Preparation failed",
            State::Prepared => "To be confirmed",
            State::Outdated => "To be prepared again",
            State::Approving => "To be approved",
            State::Waiting => "Start pending",
            State::Sending => "Sending",
            State::Repeating => "Repeating",
            State::Paused => "Paused",
            State::Skipped => "Skipped",
            State::Missed => "Missed",
            State::Stopped => "Stopped",
            State::Failed => "Failed",
            State::Finished => "Finished",
        }
    }

    fn headline(&self, state: State) -> &'static str {
        match state {
            State::Editing => "Not prepared yet",
            State::Preparing => "Preparing send…",
            State::PreparationFailed => "Preparation failed",
            State::Prepared | State::Outdated => "Send preparation completed",
            State::Approving => "Waiting for a second person",
            State::Waiting => "Waiting for the scheduled date",
            State::Sending => "Sending",
            State::Repeating => "Sending repeatedly",
            State::Skipped => "Skipped",
            State::Missed => "Missed: not sent",
            State::Paused => "Sending paused",
            State::Stopped => "Sending stopped",
            State::Failed => "Sending failed",
            State::Finished => "Finished sending",
        }
    }

    fn command(&self, command: Command, is_waiting: bool) -> &'static str {
        match command {
            Command::Duplicate => "Duplicate",
            Command::Schedule => "Change",
            Command::Start => "Start",
            Command::Skip => "Skip",
            Command::Prepare => "Prepare",
            Command::StopPreparation => "Stop preparation",
            Command::Confirm => "Confirm",
            Command::Decline => "Decline",
            Command::Approve => "Approve",
            Command::Pause => "Pause",
            Command::Resume => "Resume",
            Command::Stop if is_waiting => "Call off",
            Command::Stop => "Stop sending",
        }
    }

    fn command_in_full(&self, command: Command, is_scheduled: bool) -> &'static str {
        match command {
            Command::Duplicate => "Make a copy, without its schedule",
            Command::Schedule => "Change when it is sent",
            Command::Start => "Let the executions be made as their dates come. You will be asked first.",
            Command::Skip => "Leave this execution out. It can be prepared again until its date.",
            Command::Prepare => "Prepare send: compute target and messages. Nothing is sent.",
            Command::StopPreparation => "Stop preparation. Nothing has been sent.",
            Command::Confirm if is_scheduled => "Confirm scheduled send",
            Command::Confirm => "Confirm send",
            Command::Decline => "Take the confirmation back. Nothing is sent.",
            Command::Approve => "Approve what somebody else has confirmed",
            Command::Pause => "Hold what has not gone yet. It can be resumed.",
            Command::Resume => "Go on with what has not gone yet",
            Command::Stop => "End this send for good. You will be asked first.",
        }
    }

    fn kpi(&self, kpi: Kpi) -> &'static str {
        match kpi {
            Kpi::Targeted => "Targeted",
            Kpi::ToDeliver => "To deliver",
            Kpi::Sent => "Sent",
            Kpi::Delivered => "Delivered",
            Kpi::BouncesErrors => "Bounces + errors",
            Kpi::Errors => "Errors",
            Kpi::OpenRate => "Open rate",
            Kpi::ClickRate => "Click-through rate",
        }
    }

    fn formula(&self, kpi: Kpi, feedback: Feedback) -> &'static str {
        match (kpi, feedback) {
            (Kpi::Targeted, _) => "Everybody the target found, before exclusions",
            (Kpi::ToDeliver, _) => "Targeted minus excluded",
            (Kpi::Sent, _) => "Handed over to the mail server ÷ to deliver",
            (Kpi::Delivered, Feedback::On) => "Delivery reported ÷ sent",
            (Kpi::Delivered, Feedback::Off) => "Sent and not bounced ÷ sent",
            (Kpi::BouncesErrors | Kpi::Errors, Feedback::On) => "Failed, or failed for now ÷ sent",
            (Kpi::BouncesErrors | Kpi::Errors, Feedback::Off) => "Failed ÷ sent",
            (Kpi::OpenRate, _) => "People who opened ÷ delivered",
            (Kpi::ClickRate, _) => "People who clicked ÷ delivered",
        }
    }
}

const fn fixed(label: Label) -> &'static str {
    match label {
        Label::Product => "Delivery dashboard",
        Label::SkipToContent => "Skip to content",
        Label::Deliveries => "Deliveries",
        Label::Delivery => "Delivery",
        Label::ContactDate => "Contact date",
        Label::Campaign => "Campaign",
        Label::ParentDelivery => "Parent delivery",
        Label::Execution => "Execution",
        Label::Description => "Description",
        Label::Deployment => "Deployment",
        Label::KeyFigures => "Key figures",
        Label::Actions => "Actions",
        Label::Summary => "Summary",
        Label::Audience => "Audience",
        Label::Schedule => "Schedule",
        Label::Content => "Content",
        Label::From => "From",
        Label::Subject => "Subject",
        Label::Text => "Text",
        Label::YourTime => "Your time",
        Label::LeftOut => "Left out",
        Label::When => "When",
        Label::LastSend => "Last send",
        Label::Warnings => "Warnings",
        Label::Cancel => "Cancel",
        Label::Close => "Close",
        Label::TryAgain => "Try again",
        Label::BackToList => "Back to all deliveries",
        Label::Dismiss => "Dismiss",
        Label::Show => "Show",
        Label::Loading => "Loading",
        Label::PartMissing => {
            "This part of the page could not be loaded. Try again; if that does not help, reload the page."
        }
        Label::Locked => "Closed for editing",
        Label::OpenLogs => "Logs",
        Label::NotStarted => "Not started yet",
        Label::Safeguards => "Safeguards",
        Label::Save => "Save",
    }
}

fn told_failure(failure: &Failure) -> String {
    let problem = match failure {
        Failure::Unreachable => {
            return "The service does not answer. Check your connection, or try again in a moment.".to_string();
        }
        Failure::Unreadable => {
            return "An answer came that this page cannot read. The service may be of another version than the page: reload \
                the page; if that does not help, ask whoever runs the service."
                .to_string();
        }
        Failure::Problem(problem) => problem,
    };
    match problem.kind {
        ProblemType::SignIn => "Sign in again, then try again.".to_string(),
        ProblemType::NotFound => "There is no such delivery, or you may not see it. Check the address.".to_string(),
        ProblemType::Unavailable => {
            "The service cannot answer at the moment. Nothing was changed. Try again in a moment.".to_string()
        }
        _ if !problem.detail.is_empty() => problem.detail.clone(),
        ProblemType::Role => "Your permissions do not allow this.".to_string(),
        ProblemType::State | ProblemType::Changed => {
            "The delivery has changed meanwhile. Look at it again, then repeat.".to_string()
        }
        ProblemType::InFlight => "The same is being done right now.".to_string(),
        ProblemType::BadRequest
        | ProblemType::CursorGone
        | ProblemType::KeyReused
        | ProblemType::Invalid
        | ProblemType::Number
        | ProblemType::HeaderMissing
        | ProblemType::Other => format!("The service refused it (HTTP {}). Try again.", problem.status),
    }
}

const fn titled_failure(failure: &Failure) -> &'static str {
    match failure {
        Failure::Unreachable => "No connection to the service",
        Failure::Unreadable => "The answer makes no sense to this page",
        Failure::Problem(problem) => match problem.kind {
            ProblemType::SignIn => "Your session has expired",
            ProblemType::NotFound => "Nothing here",
            ProblemType::Unavailable => "The service is not available",
            _ => "This did not work",
        },
    }
}

impl Standings for English {
    fn can_prepare(&self, channel: Channel) -> String {
        format!("{} configuration entered, you can now prepare to send the messages.", self.channel(channel))
    }

    fn nothing_leaves(&self) -> &'static str {
        "Nothing is sent until somebody confirms."
    }

    fn preparation_failed(&self, reason: Option<&str>) -> String {
        let reason = reason.unwrap_or("A rule found an error.");
        format!("{reason} Nothing was sent. Put it right, then prepare again.")
    }

    fn confirm_to_start(&self) -> &'static str {
        "Confirm to start sending."
    }

    fn confirm_to_start_at(&self, date: &str) -> String {
        format!("Confirm to start sending on the scheduled date, {date}.")
    }

    fn waits_for_confirmation(&self) -> &'static str {
        "Waiting for somebody who may confirm it."
    }

    fn changed(&self, subject: Subject) -> &'static str {
        match subject {
            Subject::Audience => {
                "The sending cannot be confirmed because the audience has changed. Please restart the preparation."
            }
            Subject::Content => {
                "The sending cannot be confirmed because the content has changed. Please restart the preparation."
            }
            Subject::Schedule => {
                "The sending cannot be confirmed because the scheduled date has changed. Please restart the preparation."
            }
        }
    }

    fn can_start(&self) -> &'static str {
        "Nothing is sent until it is started. Set its dates in the Schedule block."
    }

    fn confirm_before(&self, date: &str) -> String {
        format!("Confirm before {date}, or this execution is not sent.")
    }

    fn waits_for_approval(&self, by: &str, is_own: bool, before: Option<&str>) -> String {
        let before = before.map(|date| format!(" before {date}, or it is not sent")).unwrap_or_default();
        match is_own {
            true => format!("You have confirmed. Somebody else has to approve it{before}."),
            false => format!("{by} has confirmed. A second person has to approve it{before}."),
        }
    }

    fn repeats(&self, next: Option<&str>) -> String {
        match next {
            Some(date) => format!("The next execution is due on {date}."),
            None => "No execution is to come.".to_string(),
        }
    }

    fn repeats_no_more(&self) -> &'static str {
        "Paused: no execution is made. Dates that pass meanwhile are left out."
    }

    fn skipped(&self, by: Option<&str>, until: Option<&str>) -> String {
        let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
        match until {
            Some(date) => format!("Left out{by}. To send it after all, prepare it again before {date}."),
            None => format!("Left out{by}. Nothing was sent."),
        }
    }

    fn missed(&self, date: Option<&str>) -> String {
        match date {
            Some(date) => format!("Nobody confirmed it before {date}. Nothing was sent."),
            None => "Nobody confirmed it in time. Nothing was sent.".to_string(),
        }
    }

    fn paused_after(&self, sent: &str, queued: &str, by: Option<&str>) -> String {
        let by = by.map(|by| format!(" Paused by {by}.")).unwrap_or_default();
        format!("{sent} handed over; {queued} wait until somebody resumes.{by}")
    }

    fn starts_in(&self, span: &str) -> String {
        format!("in {span}")
    }

    fn starts_at(&self, date: &str) -> String {
        format!("Confirmed. Sending starts on {date}.")
    }

    fn starting(&self) -> &'static str {
        "Starting…"
    }

    fn starts_soon(&self) -> &'static str {
        "Confirmed. The first messages leave any moment."
    }

    fn relayed(&self, sent: &str, to_deliver: &str) -> String {
        format!("{sent} of {to_deliver} handed over")
    }

    fn stopped_after(&self, sent: &str, cancelled: &str, by: Option<&str>) -> String {
        let by = by.map(|by| format!(" Stopped by {by}.")).unwrap_or_default();
        format!("{sent} handed over, {cancelled} will never be sent.{by}")
    }

    fn send_failed(&self, reason: Option<&str>) -> String {
        reason.unwrap_or("The service gave no reason. Ask whoever runs it.").to_string()
    }

    fn all_processed(&self) -> &'static str {
        "All messages have been processed."
    }

    fn outstanding(&self, count: u64, open: &str, final_by: Option<&str>) -> String {
        let until = final_by.map(|date| format!("; final by {date}")).unwrap_or_default();
        match count {
            // Whether they may is not known before the log is read.
            0 if final_by.is_none() => "All messages were handed over.".to_string(),
            0 => format!("All messages were handed over. Bounces may still come back{until}."),
            1 => format!("All messages were handed over. 1 outcome is still open{until}."),
            _ => format!("All messages were handed over. {open} outcomes are still open{until}."),
        }
    }

    fn unread(&self) -> &'static str {
        "What became of it cannot be read."
    }

    fn unanswered(&self, _: u64, shown: &str) -> String {
        format!("All messages were handed over. No word came of {shown} in time.")
    }

    fn prepared_so_far(&self, done: &str) -> String {
        format!("{done} recipients so far")
    }
}

impl Words for English {
    fn pace(&self, left: &str, per_second: &str) -> String {
        format!("about {left} left · {per_second} a second")
    }

    fn slow_pace(&self, left: &str, per_minute: &str) -> String {
        format!("about {left} left · {per_minute} a minute")
    }

    fn audience_basis(&self, to_deliver: &str, excluded: Option<&str>, probes: Option<(u64, &str)>) -> String {
        let excluded = excluded.map(|excluded| format!("{TIED_DOT}{excluded}{NBSP}excluded")).unwrap_or_default();
        let probes = match probes {
            None => String::new(),
            Some((1, _)) => format!("{TIED_DOT}incl.{NBSP}1{NBSP}for tests"),
            Some((_, shown)) => format!("{TIED_DOT}incl.{NBSP}{shown}{NBSP}for tests"),
        };
        format!("{to_deliver}{excluded}{probes}")
    }

    fn population_basis(&self, targeted: &str) -> String {
        format!("{targeted} recipients")
    }

    fn of_to_deliver(&self, part: &str, whole: &str) -> String {
        format!("{part} of {whole}")
    }

    fn of_sent(&self, part: &str, whole: &str) -> String {
        format!("{part} of {whole} sent")
    }

    fn of_sent_retrying(&self, part: &str, whole: &str, retrying: &str) -> String {
        format!("{part} of {whole} sent{TIED_DOT}{retrying}{NBSP}retrying")
    }

    fn people_of_delivered(&self, count: u64, part: &str, whole: &str) -> String {
        format!("{part} {} of {whole} delivered", people(count))
    }

    fn connecting(&self) -> &'static str {
        "connecting…"
    }

    fn catching_up(&self) -> &'static str {
        "catching up…"
    }

    fn counted(&self, time: &str) -> String {
        format!("counted by the service {}, reading the log…", self.as_of(time))
    }

    fn live(&self) -> &'static str {
        "live"
    }

    fn as_of(&self, time: &str) -> String {
        format!("as{NBSP}of{NBSP}{time}")
    }

    fn reconnecting(&self, silent: &str, as_of: Option<&str>) -> String {
        let as_of = as_of.map(|time| format!("{} · ", self.as_of(time))).unwrap_or_default();
        format!("{as_of}reconnecting, last heard {silent} ago")
    }

    fn refusal(&self, refusal: Refusal) -> String {
        match refusal {
            Refusal::Role(command) => format!("This needs the role {}.", command.roles()[0]),
            Refusal::State(_) | Refusal::OwnRequest | Refusal::OfRecurring => refusal.to_string(),
        }
    }

    fn failure(&self, failure: &Failure) -> String {
        told_failure(failure)
    }

    fn failure_title(&self, failure: &Failure) -> &'static str {
        titled_failure(failure)
    }

    fn page_title(&self, label: &str, id: &str, state: State) -> String {
        format!("{} · {label} ({id})", self.state(state))
    }
}

impl Questions for English {
    fn question_title(&self, command: Command, is_waiting: bool, is_scheduled: bool) -> &'static str {
        match (command, is_waiting) {
            (Command::Stop, true) => "Call off this send?",
            (Command::Stop, false) => "Stop sending?",
            (Command::Start, _) => "Start repeating?",
            (Command::Approve, _) => "Approve send",
            _ if is_scheduled => "Confirm scheduled send",
            _ => "Confirm send",
        }
    }

    fn will_receive(&self, channel: Channel, count: u64, subject: &str) -> String {
        let what = match channel {
            Channel::Email | Channel::Push => format!("“{subject}”"),
            Channel::Sms => format!("the text “{subject}”"),
            Channel::DirectMail => format!("the letter “{subject}”"),
        };
        format!("{} will receive {what}", people(count))
    }

    fn of_them_probes(&self, count: u64, shown: &str) -> String {
        if count == 1 {
            "1 of them is a test profile or trap.".to_string()
        } else {
            format!("{shown} of them are test profiles and traps.")
        }
    }

    fn will_not_receive(&self, count: u64) -> &'static str {
        if count == 1 { "person will not receive it" } else { "people will not receive it" }
    }

    fn ok_send(&self, count: u64, shown: &str) -> String {
        format!("OK, send to {shown} {}", people(count))
    }

    fn ok_send_at(&self, count: u64, shown: &str) -> String {
        format!("OK, schedule for {shown} {}", people(count))
    }

    fn ok_ask(&self) -> &'static str {
        "OK, ask a second person"
    }

    fn ok_approve(&self, count: u64, shown: &str) -> String {
        format!("Approve, send to {shown} {}", people(count))
    }

    fn ok_start(&self) -> &'static str {
        "OK, start"
    }

    fn type_number(&self, number: &str) -> String {
        format!("Type {number} to confirm")
    }

    fn asked_by(&self, by: &str, at: &str) -> String {
        format!("{by} confirmed this at {at}. Your approval lets it go.")
    }

    fn by_zone(&self, wall: &str, first: &str, last: &str, past: Option<(u64, &str)>) -> String {
        let past = match past {
            None => String::new(),
            Some((1, _)) => " For 1 person that is past: they get it at once.".to_string(),
            Some((_, shown)) => format!(" For {shown} people that is past: they get it at once."),
        };
        format!("{wall} in each recipient’s own time zone: first {first}, last {last}.{past}")
    }

    fn will_repeat(&self, asks_each_time: bool) -> &'static str {
        if asks_each_time {
            "Each execution is prepared up to a day ahead and asks for confirmation. One that nobody confirms before its \
             date is not sent."
        } else {
            "Each execution is prepared up to a day ahead and goes out at its date by itself. Nobody is asked."
        }
    }

    fn already_sent(&self, count: u64, shown: &str) -> String {
        format!("{shown} {} have it already, or will get it.", people(count))
    }

    fn ok_stop(&self, is_waiting: bool) -> &'static str {
        if is_waiting { "OK, call it off" } else { "OK, stop for good" }
    }

    fn left_out(&self, total: &str, causes: &str) -> String {
        if causes.is_empty() { total.to_string() } else { format!("{total}: {causes}") }
    }

    fn one_execution(&self, occurrence: &str) -> String {
        format!("This confirms the execution of {occurrence} only. Later executions ask again.")
    }

    fn at_date(&self, date: &str, viewer: Option<&str>) -> String {
        match viewer {
            Some(viewer) => format!("{date} · your time: {viewer}"),
            None => date.to_string(),
        }
    }

    fn date_is_past(&self, date: &str) -> String {
        format!("Immediately: the scheduled date, {date}, is past")
    }

    fn last_send(&self, count: &str, date: &str, difference: i64, shown: &str) -> String {
        match difference {
            0 => format!("{count} on {date} · as many this time"),
            1.. => format!("{count} on {date} · {shown} more this time"),
            _ => format!("{count} on {date} · {shown} fewer this time"),
        }
    }

    fn changed_count(&self, before: &str, now: &str) -> String {
        format!("You read {before} recipients; now there are {now}.")
    }

    fn changed_confirmed(&self, by: Option<&str>, at: &str) -> String {
        match by {
            Some(by) => format!("It was confirmed by {by} at {at}."),
            None => format!("It was let go by its schedule at {at}."),
        }
    }

    fn changed_excluded(&self, cause: &str, before: &str, now: &str) -> String {
        format!("Left out, {cause}: {before}, now {now}.")
    }

    fn changed_recipients(&self) -> &'static str {
        "As many recipients, but not the same ones."
    }

    fn changed_audience(&self, now: &str) -> String {
        format!("The audience is now: {now}.")
    }

    fn changed_text(&self, now: &str) -> String {
        format!("It now says “{now}”.")
    }

    fn changed_from(&self, now: &str) -> String {
        format!("It is now from {now}.")
    }

    fn changed_schedule(&self, date: Option<&str>) -> String {
        match date {
            Some(date) => format!("It is now scheduled for {date}."),
            None => "It now goes out as soon as it is confirmed.".to_string(),
        }
    }

    fn changed_state(&self, state: State) -> String {
        format!("The delivery is now {}.", state.adjective())
    }

    fn done(&self, command: Command, count: u64, shown: &str) -> String {
        match command {
            Command::Stop => "Stopped for good. What had been handed over still arrives.".to_string(),
            Command::Start => "Started. Its executions are made as their dates come.".to_string(),
            Command::Approve => format!("Approved: the send to {shown} {}.", people(count)),
            _ => format!("Confirmed: the send to {shown} {}.", people(count)),
        }
    }

    fn by_at(&self, by: Option<&str>, at: &str, asked_by: Option<&str>) -> String {
        match (by, asked_by) {
            (Some(by), Some(first)) => format!("{first}, approved by {by}, {at}"),
            (Some(by), None) => format!("{by}, {at}"),
            (None, _) => format!("By itself, {at}"),
        }
    }

    fn not_reached(&self, command: Command) -> &'static str {
        match command {
            Command::Stop => "Your stop never reached the service. Nothing was stopped.",
            Command::Start => "Your start never reached the service. Nothing was started.",
            Command::Approve => "Your approval never reached the service. Nothing was sent.",
            _ => "Your confirmation never reached the service. Nothing was sent.",
        }
    }
}

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
            Note::Excluded => "Excluded",
            Note::TestProfiles => "Test profiles",
            Note::Traps => "Traps",
            Note::Yes => "Yes",
            Note::No => "No",
            Note::StartDate => "Start date",
            Note::FirstRecipients => "First recipients",
            Note::LastRecipients => "Last recipients",
            Note::Nobody => "Nobody",
            Note::Theme => "Theme",
            Note::Language => "Language",
            Note::SignedInAs => "Signed in as",
            Note::ShowAsTable => "Show as a table",
            Note::Time => "Time",
            Note::Relayed => "Sent",
            Note::Delivered => "Delivered",
            Note::Failed => "Failed",
            Note::NoDeliveries => "No deliveries yet",
            Note::Executions => "Executions",
            Note::Total => "Total",
            Note::Status => "Status",
            Note::Date => "Date",
            Note::Repeats => "Repeats",
            Note::NextExecution => "Next execution",
            Note::ConfirmedBy => "Confirmed by",
            Note::NoContactDate => "Once confirmed",
            Note::OpenFiles => "Open event files",
            Note::NoDeliveriesHint => "A delivery appears here as soon as somebody creates one.",
            Note::SentElsewhere => "Sent by something else: counted here, and not sent from here",
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
        format!("Feedback service {service}. Retries ended on {date}: only a late bounce can still change an outcome.")
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

impl EditorWords for English {
    fn label(&self, label: EditorLabel) -> &'static str {
        match label {
            EditorLabel::OnceConfirmed => "Messages to be sent once confirmed",
            EditorLabel::OnDate => "Messages to be sent automatically on the date specified below",
            EditorLabel::StartFrom => "Start sending from",
            EditorLabel::First => "First date and time",
            EditorLabel::Zone => "Time zone",
            EditorLabel::RecipientZone => "Send at the recipient’s time zone",
            EditorLabel::RequestConfirmation => "Request confirmation before sending messages",
            EditorLabel::AskedOnce => {
                "Nothing leaves before somebody has confirmed. Confirmed after the date, it leaves at once."
            }
            EditorLabel::NotAsked => "Once prepared, it leaves on its date by itself. Nobody is asked.",
            EditorLabel::AskedEachTime => {
                "Each execution asks for confirmation. One that nobody confirms before its date is not sent. Switched on, \
                 this holds at once for every execution that nobody has confirmed."
            }
            EditorLabel::NeverAsked => {
                "Each execution is prepared up to a day ahead and leaves on its date by itself. One that asks already goes \
                 on asking."
            }
            EditorLabel::Repeat => "Repeat",
            EditorLabel::EveryMinutes => "Every … minutes",
            EditorLabel::EveryDays => "Every … days",
            EditorLabel::EveryWeeks => "Every … weeks",
            EditorLabel::EveryMonths => "Every … months",
            EditorLabel::EveryYears => "Every … years",
            EditorLabel::UntilTime => "Until, each day",
            EditorLabel::OnDays => "On",
            EditorLabel::DayOfMonth => "Day of the month",
            EditorLabel::Which => "Which",
            EditorLabel::Weekday => "Weekday",
            EditorLabel::Ends => "End",
            EditorLabel::Times => "Number of times",
            EditorLabel::LastDay => "Last day",
            EditorLabel::Together => "Aggregation",
            EditorLabel::NextDates => "Next executions",
            EditorLabel::Moved => "Moved: the clock jumps ahead",
            EditorLabel::FirstOfTwo => "The clock shows it twice: the first time",
            EditorLabel::ClockChanged => "After a clock change",
            EditorLabel::NoFatigueRules => "The fatigue rules won’t be applied if no contact date is defined.",
            EditorLabel::NoneLeft => "All dates are past: nothing would be sent.",
            EditorLabel::NotReadyBy => {
                "It is less than a day until then. Where clocks are ahead it may be past: those get it as soon as you confirm."
            }
            EditorLabel::PutRight => "Put right what is marked above.",
            EditorLabel::Save => "Save",
        }
    }

    fn title(&self, label: &str) -> String {
        format!("Schedule of {label}")
    }

    fn why(&self, why: Why) -> &'static str {
        match why {
            Why::ImpossibleDate => "There is no such date or time. Check it.",
            Why::UnknownZone => "There is no such time zone. Choose one of the list, such as Europe/Rome.",
            Why::ZeroInterval => "Give a whole number from 1 on.",
            Why::TooOften => "At least 10 minutes have to lie between two executions.",
            Why::DayEndsBeforeStart => "The last time of the day is before the first one.",
            Why::NoWeekday => "Choose at least one day.",
            Why::NoSuchDay => "Give a day from 1 to 31. In a shorter month it is the last day.",
            Why::ZeroTimes => "Give a whole number from 1 on.",
            Why::EndBeforeStart => "The end is before the start.",
            Why::NoOccurrence => "No date fits between the start and the end.",
            Why::ConfirmationNotOffered => "Confirmation cannot be requested here.",
            Why::OtherInstant => {
                "The service reads this date otherwise than was shown. Nothing was saved; look at it again."
            }
        }
    }

    fn fixed(&self, why: Fixed) -> &'static str {
        match why {
            Fixed::ConfirmingSends => "It is sent when somebody confirms it.",
            Fixed::ManyDates => {
                "Not offered with aggregation: an execution stands for many dates, which leave by themselves. Choose No \
                 aggregation to be asked each time."
            }
        }
    }

    fn rhythm(&self, rhythm: Rhythm) -> &'static str {
        match rhythm {
            Rhythm::Once => "Once",
            Rhythm::TimesADay => "Several times a day",
            Rhythm::Daily => "Daily",
            Rhythm::Weekly => "Weekly",
            Rhythm::MonthlyOnDay => "Monthly, on a day",
            Rhythm::MonthlyOnWeekday => "Monthly, on a weekday",
            Rhythm::Yearly => "Yearly",
        }
    }

    fn ending(&self, ending: Ending) -> &'static str {
        match ending {
            Ending::Never => "Never",
            Ending::After => "After a number of times",
            Ending::Until => "On a date",
        }
    }

    fn aggregation(&self, aggregation: Aggregation) -> &'static str {
        match aggregation {
            Aggregation::None => "No aggregation",
            Aggregation::Day => "By day",
            Aggregation::Week => "By week",
            Aggregation::Month => "By month",
            Aggregation::Year => "By year",
        }
    }

    fn nth(&self, nth: Nth) -> &'static str {
        match nth {
            Nth::First => "First",
            Nth::Second => "Second",
            Nth::Third => "Third",
            Nth::Fourth => "Fourth",
            Nth::Last => "Last",
        }
    }

    fn weekday(&self, day: Weekday) -> &'static str {
        match day {
            Weekday::Mon => "Monday",
            Weekday::Tue => "Tuesday",
            Weekday::Wed => "Wednesday",
            Weekday::Thu => "Thursday",
            Weekday::Fri => "Friday",
            Weekday::Sat => "Saturday",
            Weekday::Sun => "Sunday",
        }
    }

    fn offset(&self, offset: &str) -> String {
        format!("{offset} on that date")
    }

    fn past(&self, date: &str) -> String {
        format!("{date} is past: messages leave as soon as they may.")
    }

    fn passed(&self, count: u32) -> String {
        match count {
            1 => "1 date is past and is left out.".to_string(),
            _ => format!("{count} dates are past and are left out."),
        }
    }

    fn gap(&self, wall: &str, moved: &str) -> String {
        format!("On {wall} the clock jumps ahead and never shows that time: it will be {moved}.")
    }

    fn overlap(&self, wall: &str, first: &str, second: &str) -> String {
        format!("The clock shows {wall} twice. The first time counts: {first}, not {second}.")
    }

    fn ready_by(&self, date: &str) -> String {
        format!("Confirm it before {date}: for recipients whose clocks are ahead it is late afterwards.")
    }

    fn validity_cut(&self, hours: u32) -> String {
        format!("Retries end after {hours} hours (3½ days), although the delivery allows more.")
    }
}

impl LogWords for English {
    fn label(&self, label: LogLabel) -> &'static str {
        log_text(label)
    }

    fn tab(&self, tab: Tab) -> &'static str {
        match tab {
            Tab::Log => "Log",
            Tab::SendingLogs => "Sending logs",
            Tab::ExclusionLogs => "Exclusion logs",
            Tab::ExclusionCauses => "Exclusion causes",
            Tab::TrackingLogs => "Tracking logs",
            Tab::TrackedUrls => "Tracked URLs",
            Tab::NotDelivered => "Who did not get it",
            Tab::Oddities => "Oddities",
        }
    }

    fn column(&self, column: Column) -> &'static str {
        match column {
            Column::Date => "Date",
            Column::Status => "Status",
            Column::Address => "Address",
            Column::Nature => "Nature of failure",
            Column::Reason => "Reason",
            Column::TestProfile => "Test profile",
            Column::Message => "Message",
            Column::Domain => "Mail domain",
            Column::Delivered => "Delivered at",
            Column::Deadline => "Tried until",
            Column::Opened => "Opened",
            Column::Clicked => "Clicked",
            Column::Remedy => "What can be done",
            Column::Text => "Message",
            Column::Code => "Code",
            Column::Volume => "Volume",
            Column::Cause => "Exclusion cause",
            Column::Action => "Type",
            Column::Label => "Label",
            Column::Url => "URL",
            Column::Machine => "By a machine",
            Column::Machines => "Of them by machines",
        }
    }

    fn standing(&self, status: Status, detail: Detail) -> &'static str {
        match (status, detail) {
            (Status::Sent, Detail::Retrying) => "Sent, retrying",
            (Status::Failed, Detail::Retrying) => "Failed, retrying",
            (_, Detail::Retrying) => "Retrying",
            (_, Detail::Queued) => "Pending, queued",
            (_, Detail::Awaiting) => "Pending, no word yet",
            (_, Detail::Overdue) => "Pending, overdue",
            (_, Detail::Confirmed | Detail::Relayed) => "Sent",
            (_, Detail::Inferred) => "Sent, inferred",
            (_, Detail::Hard) => "Failed, hard bounce",
            (_, Detail::Soft) => "Failed, given up",
            (_, Detail::Expired) => "Failed, expired",
            (_, Detail::Cancelled) => "Delivery cancelled",
            (_, Detail::Excluded) => "Ignored",
        }
    }

    fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Pending => "Pending",
            Status::Sent => "Sent",
            Status::Failed => "Failed",
            Status::Cancelled => "Delivery cancelled",
            Status::Excluded => "Ignored",
        }
    }

    fn detail(&self, detail: Detail) -> &'static str {
        match detail {
            Detail::Queued => "Queued",
            Detail::Awaiting => "No word yet",
            Detail::Overdue => "Overdue",
            Detail::Confirmed => "Confirmed",
            Detail::Inferred => "Inferred",
            Detail::Relayed => "Handed over",
            Detail::Retrying => "Retrying",
            Detail::Hard => "Hard bounce",
            Detail::Soft => "Given up",
            Detail::Expired => "Expired",
            Detail::Cancelled => "Cancelled",
            Detail::Excluded => "Excluded",
        }
    }

    fn reason(&self, word: &str) -> String {
        sentence(word)
    }

    fn recipient(&self, recipient: Recipient) -> &'static str {
        match recipient {
            Recipient::Person => "",
            Recipient::TestProfile => "Test profile",
            Recipient::Trap => "Trap",
        }
    }

    fn opened(&self, opened: Opened) -> &'static str {
        match opened {
            Opened::No => "",
            Opened::ByMachine => "By a machine",
            Opened::Yes => "Yes",
        }
    }

    fn action(&self, action: Action) -> &'static str {
        match action {
            Action::Open => "Open",
            Action::Click => "Email click",
            Action::MirrorPage => "Mirror page",
            Action::OptOut => "Opt-out",
        }
    }

    fn remedy(&self, remedy: Remedy) -> &'static str {
        match remedy {
            Remedy::FixAddress => "Fix the address",
            Remedy::Wait => "Wait",
            Remedy::Suppressed => "On a suppression list",
            Remedy::Reputation => "Our reputation",
            Remedy::StoppedByUs => "Stopped by us",
            Remedy::Unknown => "Not known",
        }
    }

    fn remedy_hint(&self, remedy: Remedy) -> &'static str {
        match remedy {
            Remedy::FixAddress => "The address does not exist or takes no mail. Ask the recipient for another one.",
            Remedy::Wait => "The recipient’s side was full or out of reach. A later delivery may arrive.",
            Remedy::Suppressed => "The address is in quarantine or on a denylist. Only its owner can change that.",
            Remedy::Reputation => "The recipient’s provider refused us, or this content. Ask your deliverability team.",
            Remedy::StoppedByUs => "A rule or a person on our side kept it back.",
            Remedy::Unknown => "Nobody said why.",
        }
    }

    fn group(&self, group: Group) -> &'static str {
        group_name(group)
    }

    fn explain(&self, group: Group, feedback: Feedback) -> &'static str {
        explained(group, feedback)
    }

    fn rows(&self, count: u64, shown: &str) -> String {
        if count == 1 { "1 row".to_string() } else { format!("{shown} rows") }
    }

    fn position(&self, from: &str, to: &str, of: &str) -> String {
        format!("{from} to {to} of {of}")
    }

    fn sort_by(&self, column: &str) -> String {
        format!("Sort by {column}")
    }

    fn filter(&self, name: &str, value: &str) -> String {
        format!("{name}: {value}")
    }

    fn from(&self, at: &str) -> String {
        format!("from {at}")
    }

    fn until(&self, at: &str) -> String {
        format!("before {at}")
    }

    fn complete_until(&self, at: &str, ago: &str) -> String {
        format!("Complete until {at}. The service was last heard {ago} ago.")
    }

    fn not_complete(&self, read: &str) -> String {
        format!("Not complete yet: {read} events read so far.")
    }

    fn recount_equal(&self, events: &str, at: &str) -> String {
        format!("All {events} events counted again at {at}: every number is equal.")
    }

    fn recount_differs(&self, events: &str, at: &str) -> String {
        format!("All {events} events counted again at {at}. These numbers differ; reload the page to see the new ones:")
    }

    fn difference(&self, name: &str, shown: &str, counted: &str, by: &str) -> String {
        format!("{name}: shown {shown}, counted {counted} ({by})")
    }

    fn figure(&self, figure: Figure) -> &'static str {
        match figure {
            Figure::Events => "Events",
            Figure::Targeted => "Targeted",
            Figure::ToDeliver => "To deliver",
            Figure::Excluded => "Excluded",
            Figure::Sent => "Sent",
            Figure::Delivered => "Delivered",
            Figure::BouncesErrors => "Bounces + errors",
            Figure::Pending => "Pending",
            Figure::Cancelled => "Cancelled",
            Figure::Opens => "Unique opens",
            Figure::Clicks => "Unique clicks",
            Figure::Complaints => "Complaints",
            Figure::Retrying => "Retrying",
            Figure::Conflicts => "Contradictions",
        }
    }

    fn taking(&self, done: &str, total: &str) -> String {
        format!("Writing the file: {done} of {total} rows")
    }

    fn taken(&self, rows: &str, name: &str) -> String {
        format!("Exported {rows} rows to {name}. The export is recorded in the log.")
    }

    fn step(&self, kind: &str) -> String {
        match kind {
            "prepared" => "Prepared".to_string(),
            "excluded" => "Left out at preparation".to_string(),
            "relayed" => "Handed over to the mail server".to_string(),
            "delivered" => "Accepted by the recipient’s server".to_string(),
            "deferred" => "Put off by the recipient’s server".to_string(),
            "bounced" => "Bounced".to_string(),
            "expired" => "Retries ended".to_string(),
            "cancelled" => "Cancelled before it was handed over".to_string(),
            "suppressed" => "Left out by the provider’s own list".to_string(),
            "auto_replied" => "A machine answered for the recipient".to_string(),
            "opened" => "Opened".to_string(),
            "clicked" => "Clicked a link".to_string(),
            "mirror_viewed" => "Looked at the mirror page".to_string(),
            "opted_out" => "Opted out".to_string(),
            "complained" => "Marked as spam".to_string(),
            other => sentence(other),
        }
    }

    fn story_detail(&self, detail: StoryDetail) -> &'static str {
        match detail {
            StoryDetail::Preparation => "Preparation",
            StoryDetail::Cause => "Cause",
            StoryDetail::Nature => "Nature",
            StoryDetail::Reason => "Reason",
            StoryDetail::Smtp => "SMTP reply",
            StoryDetail::Enhanced => "Enhanced status",
            StoryDetail::Attempt => "Attempt",
            StoryDetail::NextAttempt => "Next attempt",
            StoryDetail::Server => "Server",
            StoryDetail::By => "By",
            StoryDetail::Url => "Link",
            StoryDetail::Label => "Label",
            StoryDetail::Machine => "By a machine",
        }
    }

    fn outlook(&self, open: u64, shown: &str, worst: &str, best: &str) -> String {
        let open = if open == 1 { "1 outcome is".to_string() } else { format!("{shown} outcomes are") };
        format!("{open} still open. Delivered can end anywhere from {worst} to {best}.")
    }

    fn final_by(&self, at: &str) -> String {
        format!("The last is known by {at}.")
    }

    fn declared(&self, declared: &str, there: &str) -> String {
        format!("The preparation declared {declared} messages to deliver; the events hold {there}.")
    }

    fn late_by(&self, span: &str) -> String {
        format!("{span} late")
    }

    fn first_of(&self, shown: &str, all: &str) -> String {
        format!("The first {shown} of {all}:")
    }
}

/// A service's word as people read it: `user_unknown` as "User unknown".
fn sentence(word: &str) -> String {
    let mut text = word.replace('_', " ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// A fixed text.
fn log_text(label: LogLabel) -> &'static str {
    match label {
        LogLabel::Title => "Logs",
        LogLabel::Tabs => "Lists",
        LogLabel::List => "Rows",
        LogLabel::SendStatus => "Send status:",
        LogLabel::Search => "Search addresses",
        LogLabel::SearchRows => "Search",
        LogLabel::AnyStatus => "Any status",
        LogLabel::Status => "Status",
        LogLabel::AnyDetail => "Any detail",
        LogLabel::Detail => "Detail",
        LogLabel::AnyReason => "Any reason",
        LogLabel::Reason => "Reason",
        LogLabel::Domain => "Mail domain",
        LogLabel::From => "From",
        LogLabel::Until => "Until",
        LogLabel::Filters => "Filters",
        LogLabel::ClearAll => "Clear filters",
        LogLabel::Remove => "Remove filter",
        LogLabel::Columns => "Columns",
        LogLabel::UsualColumns => "Usual columns",
        LogLabel::ExportCsv => "Export CSV",
        LogLabel::ExportNdjson => "Export NDJSON",
        LogLabel::MayNotExport => "Exporting needs the role Export. Ask an administrator.",
        LogLabel::Cancel => "Cancel",
        LogLabel::Dismiss => "Dismiss",
        LogLabel::ComputeStats => "Compute stats",
        LogLabel::Computing => "Counting everything again from the first event…",
        LogLabel::Close => "Close",
        LogLabel::Nothing => "Nothing here yet",
        LogLabel::NothingFiltered => "No rows match these filters",
        LogLabel::StillReading => "Reading the events",
        LogLabel::Ordering => "Sorting…",
        LogLabel::Back => "Back to the list",
        LogLabel::Previous => "Previous",
        LogLabel::Next => "Next",
        LogLabel::Raw => "Raw event",
        LogLabel::NoChange => "No change",
        LogLabel::TimePassed => "Time passed: the validity period ended",
        LogLabel::History => "Every delivery to this recipient",
        LogLabel::NoHistory => "No other delivery reached for this recipient.",
        LogLabel::ThisMessage => "this one",
        LogLabel::ByRemedy => "What can be done",
        LogLabel::ByDomain => "By mail domain",
        LogLabel::ByReason => "By reason",
        LogLabel::Unsaid => "not said",
        LogLabel::AllReached => "Nobody was missed so far",
        LogLabel::StillOpen => "Show who is still open",
        LogLabel::OddNothing => {
            "Nothing odd: every event was read, told once and in time, and none contradicts another."
        }
        LogLabel::OddDuplicates => "Duplicates absorbed",
        LogLabel::OddDuplicatesHint => "Events that were told more than once. Each counts once.",
        LogLabel::OddLate => "Late events",
        LogLabel::OddLateHint => "Told more than an hour after later events were known. They count all the same.",
        LogLabel::OddLines => "Lines not read",
        LogLabel::OddLinesHint => "They are no well-formed events, so nothing was counted for them.",
        LogLabel::OddTypes => "Events of unknown types",
        LogLabel::OddTypesHint => "They are kept for show and change no number.",
        LogLabel::OddDeclared => "Declared and counted differ",
        LogLabel::ShowRows => "Show the recipients",
        LogLabel::TryAgain => "Try again",
        LogLabel::Yes => "Yes",
    }
}

/// A number's name.
fn group_name(group: Group) -> &'static str {
    match group {
        Group::Targeted => "Targeted",
        Group::ToDeliver => "To deliver",
        Group::Excluded => "Excluded",
        Group::SendingLogs => "Sending logs",
        Group::ExclusionLogs => "Exclusion logs",
        Group::Sent => "Sent",
        Group::Delivered => "Delivered",
        Group::BouncesErrors => "Bounces + errors",
        Group::Openers => "Unique opens",
        Group::Clickers => "Unique clicks",
        Group::Arrived => "Delivered, all recipients",
        Group::Awaiting => "Awaiting feedback",
        Group::Retrying => "Retrying",
        Group::FailedForGood => "Failed",
        Group::Cancelled => "Cancelled",
        Group::Queued => "Queued",
        Group::Inferred => "Delivery inferred",
        Group::Overdue => "Overdue",
        Group::Complained => "Complaints",
        Group::OptedOut => "Opt-outs",
        Group::Probes => "Test profiles and traps",
        Group::NotReached => "Did not get it",
        Group::Open => "Still open",
        Group::Conflicts => "Delivered after a hard bounce",
        Group::Unprepared => "Not in the preparation",
        Group::BeforeSend => "Events before the send",
    }
}

/// What makes the number.
fn explained(group: Group, feedback: Feedback) -> &'static str {
    match (group, feedback) {
        (Group::Targeted, _) => "Targeted = to deliver + excluded: everybody the preparation looked at.",
        (Group::ToDeliver, _) => "To deliver = targeted − excluded. Test profiles and traps are among them.",
        (Group::Excluded, _) => "Excluded = left out at preparation by a rule.",
        (Group::SendingLogs, _) => "Everybody to deliver to, and the control group.",
        (Group::ExclusionLogs, _) => "Everybody a rule left out, but for the control group.",
        (Group::Sent, _) => "Sent = handed over to the mail server. Test profiles and traps are among them.",
        (Group::Delivered, Feedback::On) => {
            "Delivered = sent, and accepted by the recipient’s server, or opened or clicked. Without test profiles and traps."
        }
        (Group::Delivered, Feedback::Off) => {
            "Delivered = sent − bounces + errors: nobody reports deliveries, so what did not come back counts. Without test profiles and traps."
        }
        (Group::BouncesErrors, Feedback::On) => {
            "Bounces + errors = hard bounces, given up, expired and still retrying. Without test profiles and traps."
        }
        (Group::BouncesErrors, Feedback::Off) => {
            "Bounces + errors = hard bounces, given up and expired. Without test profiles and traps."
        }
        (Group::Openers, _) => {
            "Unique opens = delivered, and opened, clicked, seen as a page or opted out at least once."
        }
        (Group::Clickers, _) => "Unique clicks = delivered, and clicked at least once.",
        (Group::Arrived, _) => "Counted as delivered and not retried any more, with test profiles and traps.",
        (Group::Awaiting, _) => "Handed over; nobody has said yet what became of them.",
        (Group::Retrying, Feedback::On) => {
            "Put off by the recipient’s server and tried again. Until then they count as failed."
        }
        (Group::Retrying, Feedback::Off) => {
            "Put off by the recipient’s server and tried again. Until they fail they count as delivered."
        }
        (Group::FailedForGood, _) => "Will not arrive any more, with test profiles and traps.",
        (Group::Cancelled, _) => "Stopped before they were handed over.",
        (Group::Queued, _) => "Prepared, and not handed over yet.",
        (Group::Inferred, _) => "Nobody reported the delivery, but the recipient opened or clicked.",
        (Group::Overdue, _) => "Handed over, and no word within the validity period.",
        (Group::Complained, _) => "Marked as spam by the recipient. Their status stays.",
        (Group::OptedOut, _) => "Used the link that ends the subscription.",
        (Group::Probes, _) => "Test profiles and traps. They count as to deliver and as sent, and in no rate.",
        (Group::NotReached, _) => "Did not get it = failed for good + cancelled + excluded.",
        (Group::Open, _) => "Still open = queued, without a word yet, or tried again.",
        (Group::Conflicts, _) => "A delivery, open or click came after a hard bounce. The status stays Failed.",
        (Group::Unprepared, _) => "Events came for a message that no preparation named.",
        (Group::BeforeSend, _) => "Something happened to them before the delivery began to send.",
    }
}

impl FileWords for English {
    fn label(&self, label: FileLabel) -> &'static str {
        match label {
            FileLabel::Title => "Event files",
            FileLabel::Intro => {
                "What your provider tells of your mail, as a dashboard. The files are read in this browser, and nothing of \
                 them leaves it."
            }
            FileLabel::Drop => "Drop event files here",
            FileLabel::LetGo => "Let go to read them",
            FileLabel::Choose => "Choose files",
            FileLabel::Kinds => {
                "Webhooks, API answers and logs of Amazon SES, SendGrid, SparkPost, Mailgun, Postmark, Mailjet, Brevo, \
                 Resend, Postal and KumoMTA, and CloudEvents: a line each, as a list, or one after the other; gzip, too. \
                 Several files, also of several providers, make one delivery."
            }
            FileLabel::Address => "Or the address of a file",
            FileLabel::Add => "Fetch",
            FileLabel::AddMore => "Add files",
            FileLabel::Files => "Files",
            FileLabel::Remove => "Remove",
            FileLabel::Coming => "on its way…",
            FileLabel::Reading => "Reading the files",
            FileLabel::Cancel => "Cancel",
            FileLabel::Open => "Open the dashboard",
            FileLabel::NothingReadable => "None of these files holds events that can be read.",
            FileLabel::Counting => "How it is counted",
            FileLabel::CountingHint => "No file says this of itself. It can be changed at any time.",
            FileLabel::Validity => "Retries go on for, in hours",
            FileLabel::ValidityHint => "After that, what was only deferred has failed. 84 hours at most.",
            FileLabel::ValidityWrong => "A whole number from 1 to 84.",
            FileLabel::Comparison => "By provider",
            FileLabel::Origin => "Events from",
            FileLabel::ComparisonHint => "Each by what it tells itself; repeated events count once.",
        }
    }

    fn trouble(&self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Empty => "There is nothing in it.".to_string(),
            Trouble::Unknown { first_line } => format!(
                "No events were found in it. Looked for: the feeds of the ten providers named above, and CloudEvents. It \
                 begins with: {first_line}"
            ),
            Trouble::Unreadable => {
                "It could not be read: it was moved or changed meanwhile, or is damaged. Choose it again.".to_string()
            }
            Trouble::Refused(status) => format!("The address answered with status {status}."),
            Trouble::Unreachable => "It could not be fetched: nothing answers there, or it does not let other pages \
                read it (CORS). Save it, and drop the file here."
                .to_string(),
            Trouble::NoAddress => "This is no address of a file: it begins with https://.".to_string(),
        }
    }

    fn feedback(&self, feedback: Feedback) -> &'static str {
        match feedback {
            Feedback::On => "Deliveries are reported: Delivered starts at 0 % and rises",
            Feedback::Off => "Only failures are reported: Delivered starts at 100 % and falls",
        }
    }

    fn others(&self) -> &'static str {
        "All others"
    }

    fn read_so_far(&self, share: &str, total: &str) -> String {
        format!("{share} of {total}")
    }
}

impl TrayWords for English {
    fn label(&self, label: TrayLabel) -> &'static str {
        match label {
            TrayLabel::Title => "Tray",
            TrayLabel::Hint => {
                "What providers posted and nobody here could file. Say to which delivery it belongs: it is filed there, \
                 and so is what comes later of the same."
            }
            TrayLabel::Empty => "Nothing is in the tray: all that was posted is filed.",
            TrayLabel::Delivery => "Belongs to delivery",
            TrayLabel::Assign => "Assign",
            TrayLabel::DeliveryMissing => "Write the number of the delivery first, such as DM95.",
            TrayLabel::Discard => "Discard",
            TrayLabel::Keep => "Keep",
            TrayLabel::Discarded => "Discarded.",
            TrayLabel::Sample => "What one of them says, without addresses",
            TrayLabel::Engine => "your engine",
        }
    }

    fn button(&self, count: u64, shown: &str) -> String {
        if count == 0 { "Tray".to_string() } else { format!("Tray · {shown}") }
    }

    fn heap(&self, shown: &str, kind: &str, provider: &str) -> String {
        format!("{shown} × {kind}, from {provider}")
    }

    fn reason(&self, reason: &str, named: Option<&str>) -> String {
        match (reason, named) {
            ("untagged", _) => "Names no delivery.".to_string(),
            ("unknown_delivery", Some(named)) => format!("Names {named}, which is not here."),
            ("unknown_delivery", None) => "Names a delivery that is not here.".to_string(),
            ("unrecognised", _) => "Nobody here knows what it means.".to_string(),
            ("unreadable", _) => "Cannot be read.".to_string(),
            (other, _) => sentence(other),
        }
    }

    fn came(&self, first: &str, last: Option<&str>) -> String {
        match last {
            Some(last) => format!("Came from {first} to {last}."),
            None => format!("Came {first}."),
        }
    }

    fn discard_first(&self, count: u64, shown: &str) -> String {
        if count == 1 {
            return "Discard this post for good? If it is posted again, it is not kept again.".to_string();
        }
        format!("Discard these {shown} posts for good? If they are posted again, they are not kept again.")
    }

    fn assigned(&self, delivery: &str) -> String {
        format!("Filed in {delivery}.")
    }
}
