//! What is to be read above everything else.

use alloc::vec::Vec;

use super::super::dashboard::Notice;
use super::super::errand::Errand;
use super::super::follow::Link;
use super::super::http::Failure;
use super::super::model::Model;
use super::super::question::Question;
use super::super::remote::Remote;
use crate::domain::lifecycle::{Command, State};

/// One notice.
#[derive(Clone, PartialEq, Debug)]
pub enum NoticeView {
    /// Whoever looks may not confirm.
    MayNotConfirm,
    /// What is seen may be out of date.
    Stale(Failure),
    /// A command was not carried out, or nobody knows.
    CommandFailed(Command, Failure),
    /// An order is out behind a closed dialog.
    Continues(Command),
    /// An order was carried out.
    Done {
        /// Which.
        command: Command,
        /// To how many.
        count: u64,
    },
    /// A second person has to approve what was confirmed.
    SecondPersonAsked,
    /// An order never arrived, and is too old to be repeated.
    NotReached(Command),
}

impl NoticeView {
    /// Whether it can be put away.
    pub const fn can_dismiss(&self) -> bool {
        match self {
            Self::CommandFailed(..) | Self::Done { .. } | Self::SecondPersonAsked | Self::NotReached(_) => true,
            Self::MayNotConfirm | Self::Stale(_) | Self::Continues(_) => false,
        }
    }
}

/// The notices of the open delivery, with the place by which each is put away.
pub fn notices(model: &Model) -> Vec<(usize, NoticeView)> {
    let Some(dashboard) = model.dashboard() else { return Vec::new() };
    let own = dashboard.notices();
    let mut notices: Vec<_> = own
        .iter()
        .enumerate()
        .map(|(place, Notice::NotReached(command))| (place, NoticeView::NotReached(*command)))
        .collect();
    let mut add = |notice| notices.push((own.len(), notice));
    // The editor tells its own failures.
    if let Errand::Failed { command, failure } = dashboard.errand()
        && !(dashboard.is_editing() && *command == Command::Schedule)
    {
        add(NoticeView::CommandFailed(*command, failure.clone()));
    }
    match dashboard.question() {
        Question::Sending { subject, is_hidden: true, .. } | Question::Unknown { subject, is_hidden: true, .. } => {
            add(NoticeView::Continues(subject.command));
        }
        Question::Confirmed { subject } => {
            let preparation = subject.record.delivery.preparation.as_ref();
            let count = preparation.map_or(0, |preparation| preparation.to_deliver);
            // A confirmation may only have been the first of two.
            let is_first_of_two = dashboard.state() == Some(State::Approving);
            let done = NoticeView::Done { command: subject.command, count };
            add(if is_first_of_two { NoticeView::SecondPersonAsked } else { done });
        }
        Question::Closed
        | Question::Reading(_)
        | Question::Sending { .. }
        | Question::Unknown { .. }
        | Question::Changed { .. }
        | Question::Refused { .. } => {}
    }
    if let Remote::Stale(_, failure, _) = dashboard.record() {
        add(NoticeView::Stale(failure.clone()));
    } else if let (Link::Refused(failure), Some(_)) = (dashboard.follow().link(), dashboard.record().shown()) {
        add(NoticeView::Stale(failure.clone()));
    }
    let may_confirm = model.is_readonly() || model.person().may(Command::Confirm);
    if dashboard.state() == Some(State::Prepared) && !may_confirm && model.session().shown().is_some() {
        add(NoticeView::MayNotConfirm);
    }
    notices
}
