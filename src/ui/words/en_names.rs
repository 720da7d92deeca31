//! English: the names of things.

use delivery_app::view::Kpi;
use delivery_core::domain::channel::Channel;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::role::Role;
use delivery_core::domain::status::Feedback;

use super::{English, Label, Names};

impl Names for English {
    fn locale(&self) -> &'static str {
        "en-GB"
    }

    fn label(&self, label: Label) -> &'static str {
        super::en_labels::label(label)
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
