//! A preparation: for whom, what the rules find, and what it ends in.

use delivery_core::domain::civil::Zone;
use delivery_core::domain::id::Fingerprint;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::schedule::ConfirmationPolicy;
use delivery_core::wire::Delivery;

use super::{Machine, Work};
use crate::mta::happening::Happening;
use crate::mta::port::Engine;
use crate::mta::preparing::{Brief, Ending};
use crate::mta::recipients::{List, Recipients};
use crate::mta::relaying::ByZone;

impl Machine {
    /// The recipients that are to be prepared. Imported ones only: nobody else's are not known already.
    pub fn give(&mut self, list: List) {
        self.remark = ByZone::of(&self.record.schedule.plan).and_then(|by_zone| homeless(&list, &by_zone));
        self.list = list;
    }

    /// Those, once they are prepared.
    pub fn take_list(&mut self) -> List {
        core::mem::take(&mut self.list)
    }

    /// When those of each zone get it, if each does at their own time.
    pub fn own_times(&self, list: &List) -> Vec<(Zone, Instant)> {
        let Some(by_zone) = ByZone::of(&self.record.schedule.plan) else { return Vec::new() };
        let zones = list.zones().into_iter();
        zones.filter_map(|(zone, _)| by_zone.instant(&zone).map(|at| (zone, at))).collect()
    }

    pub(super) fn prepared(&mut self, ending: Ending, told: &mut Vec<Happening>) {
        self.course.work = Work::Resting;
        self.record.outdated_by = None;
        match ending {
            Ending::Failed(_) => self.record.state = State::PreparationFailed,
            Ending::Prepared(preparation) => {
                let at = preparation.finished_at;
                self.record.preparation = Some(preparation);
                self.record.state = State::Prepared;
                if ByZone::of(&self.record.schedule.plan).is_some() {
                    self.record.contact_date = Some(self.starts_at(at));
                }
                if self.record.schedule.plan.confirmation() == ConfirmationPolicy::Automatic {
                    let text = "Delivery started by its schedule: no confirmation was requested";
                    self.confirm(None, text, at, told);
                }
            }
        }
    }

    /// Whether these are the messages that whoever confirms has read about.
    pub fn is_prepared_as(&self, fingerprint: &Fingerprint) -> bool {
        self.record.preparation.as_ref().is_some_and(|preparation| preparation.fingerprint == *fingerprint)
    }

    /// What the rules find before somebody confirms.
    pub(super) fn warnings(&self) -> Vec<String> {
        self.course.warnings.iter().chain(&self.remark).cloned().collect()
    }

    pub(super) fn brief<'a>(&'a self, content: &'a str, warnings: &'a [String], errors: &'a [String]) -> Brief<'a> {
        Brief {
            population: recipients(&self.course.engine, &self.list),
            warnings,
            errors,
            is_by_zone: ByZone::of(&self.record.schedule.plan).is_some(),
            content,
        }
    }
}

/// That some of them are not sent to at their own time, as nobody knows where they live.
fn homeless(list: &List, by_zone: &ByZone) -> Option<String> {
    let zones = list.zones();
    let unknown = zones.iter().find(|(zone, _)| zone.as_str().is_empty()).map(|&(_, messages)| messages)?;
    let all: u64 = zones.iter().map(|(_, messages)| messages).sum();
    let who = match unknown {
        _ if unknown == all => "The list does not say in which time zone anybody lives: all".to_owned(),
        1 => "Of 1 recipient the list does not say in which time zone they live: they".to_owned(),
        _ => format!("Of {unknown} recipients the list does not say in which time zone they live: they"),
    };
    Some(format!("{who} get it at the time of {}.", by_zone.zone))
}

/// What is confirmed besides the recipients, for the fingerprint.
pub(super) fn content_of(record: &Delivery, engine: &Engine) -> String {
    let mut content =
        serde_json::to_string(&(&record.content, &record.schedule.plan, &record.audience.target)).unwrap_or_default();
    if let Engine::Outside { body, .. } = engine {
        content.push_str(body);
    }
    content
}

/// Whom it goes to.
fn recipients<'a>(engine: &'a Engine, list: &'a List) -> &'a dyn Recipients {
    match engine {
        Engine::Simulated { population, .. } => population,
        Engine::Outside { .. } => list,
    }
}
