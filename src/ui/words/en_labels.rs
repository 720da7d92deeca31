//! English: fixed texts, and what went wrong.

use delivery_app::Failure;
use delivery_core::wire::ProblemType;

use super::Label;

pub(super) const fn label(label: Label) -> &'static str {
    match label {
        Label::Product => "Delivery dashboard",
        Label::SkipToContent => "Skip to content",
        Label::Deliveries => "Deliveries",
        Label::Delivery => "Delivery",
        Label::ContactDate => "Contact date",
        Label::NoContactDate => "Once confirmed",
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
        Label::Excluded => "Excluded",
        Label::TestProfiles => "Test profiles",
        Label::Traps => "Traps",
        Label::From => "From",
        Label::Subject => "Subject",
        Label::Text => "Text",
        Label::Yes => "Yes",
        Label::No => "No",
        Label::StartDate => "Start date",
        Label::YourTime => "Your time",
        Label::ConfirmedBy => "Confirmed by",
        Label::LeftOut => "Left out",
        Label::When => "When",
        Label::LastSend => "Last send",
        Label::Nobody => "Nobody",
        Label::Warnings => "Warnings",
        Label::Cancel => "Cancel",
        Label::Close => "Close",
        Label::TryAgain => "Try again",
        Label::BackToList => "Back to all deliveries",
        Label::Dismiss => "Dismiss",
        Label::Show => "Show",
        Label::Theme => "Theme",
        Label::SignedInAs => "Signed in as",
        Label::ShowAsTable => "Show as a table",
        Label::Time => "Time",
        Label::Relayed => "Sent",
        Label::Delivered => "Delivered",
        Label::Failed => "Failed",
        Label::NoDeliveries => "No deliveries yet",
        Label::Loading => "Loading",
        Label::PartMissing => {
            "This part of the page could not be loaded. Try again; if that does not help, reload the page."
        }
        Label::Locked => "Closed for editing",
        Label::OpenLogs => "Logs",
        Label::NotStarted => "Not started yet",
        Label::Executions => "Executions",
        Label::Total => "Total",
        Label::Status => "Status",
        Label::Date => "Date",
        Label::Repeats => "Repeats",
        Label::NextExecution => "Next execution",
        Label::Safeguards => "Safeguards",
        Label::Save => "Save",
    }
}

pub(super) fn failure(failure: &Failure) -> String {
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
        ProblemType::SignIn => "Your session has expired. Sign in again, then try again.".to_string(),
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

pub(super) const fn failure_title(failure: &Failure) -> &'static str {
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
