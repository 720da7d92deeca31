//! The executions of a recurring delivery, by the period they are counted in.

use alloc::vec;
use alloc::vec::Vec;

use super::super::http::Failure;
use super::super::model::Model;
use crate::domain::civil::Wall;
use crate::domain::lifecycle::State;
use crate::domain::schedule::{Aggregation, Plan};
use crate::wire::{CardNumbers, DeliveryCard, Recurrence};

/// The executions.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ExecutionsView {
    /// By period, the newest first; one group without a name where nothing is counted together.
    pub groups: Vec<Group>,
    /// How they are counted together.
    pub aggregation: Aggregation,
    /// All of them together.
    pub total: CardNumbers,
    /// How many wait for somebody's word.
    pub asking: u64,
    /// Whether they are being asked for, the first time.
    pub is_loading: bool,
    /// Why the last request failed.
    pub failure: Option<Failure>,
}

/// Executions that are counted together.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// A date within the period.
    pub within: Wall,
    /// The executions, the newest first.
    pub cards: Vec<DeliveryCard>,
    /// Their sum.
    pub total: CardNumbers,
}

/// The executions of the open delivery. `None` if it is not a recurring one.
pub fn executions(model: &Model) -> Option<ExecutionsView> {
    let dashboard = model.dashboard()?;
    let list = dashboard.executions()?.cards();
    let aggregation = match dashboard.record().shown()?.delivery.schedule.plan {
        Plan::Recurring { aggregation, .. } => aggregation,
        Plan::OnceConfirmed | Plan::At { .. } => Aggregation::None,
    };
    let mut view = ExecutionsView {
        aggregation,
        is_loading: list.shown().is_none() && list.failure().is_none(),
        failure: list.failure().cloned(),
        ..ExecutionsView::default()
    };
    let mut last = None;
    for card in list.shown().into_iter().flatten() {
        let Recurrence::Execution(occasion) = &card.recurrence else { continue };
        // What was left out or missed was for nobody.
        let is_sent = !matches!(card.state, State::Skipped | State::Missed);
        let numbers = card.numbers.filter(|_| is_sent).unwrap_or_default();
        view.total = view.total.plus(numbers);
        view.asking += u64::from(matches!(card.state, State::Prepared | State::Approving));
        let period = aggregation.period(occasion.wall);
        match view.groups.last_mut() {
            Some(group) if last == Some(period) => {
                group.cards.push(card.clone());
                group.total = group.total.plus(numbers);
            }
            _ => view.groups.push(Group { within: occasion.wall, cards: vec![card.clone()], total: numbers }),
        }
        last = Some(period);
    }
    Some(view)
}
