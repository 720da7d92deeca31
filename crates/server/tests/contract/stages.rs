//! Deliveries at every stage of their life, made by the simulator itself.

use chrono::TimeDelta;
use delivery_core::domain::channel::{Channel, Tracking};
use delivery_core::domain::civil::{Zone, resolve, wall_at};
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, Kind, State};
use delivery_core::domain::recurrence::{Ends, Pattern, Recurrence as Dates};
use delivery_core::domain::safeguards::Safeguards;
use delivery_core::domain::schedule::{Aggregation, ConfirmationPolicy, Plan, SendTime};
use delivery_core::domain::status::Feedback;
use delivery_core::wire::{Audience, Content, Delivery, Occasion, Recurrence, Schedule, SentBy};
use delivery_server::clock::wall;
use delivery_server::mta::chance::seed_of;
use delivery_server::mta::{Course, Engine, Happening, Machine, Population, Who, Work, next_instant};
use delivery_server::zones::BundledZones;

/// A delivery in a state.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    pub kind: Kind,
    pub state: State,
    pub recipients: u32,
    /// Seconds that handing over takes.
    pub relay_seconds: u32,
    pub feedback: Feedback,
    /// What confirming takes.
    pub safeguards: Safeguards,
}

impl From<State> for Stage {
    fn from(state: State) -> Self {
        // So slow that nothing moves while the test looks.
        Self {
            kind: Kind::OneOff,
            state,
            recipients: 20,
            relay_seconds: 2_000_000,
            feedback: Feedback::On,
            safeguards: Safeguards::default(),
        }
    }
}

const WHO: Who<'static> = Who { login: "eva", name: "Eva Before" };

impl Stage {
    pub fn machine(&self, id: &str) -> (Machine, Vec<Happening>) {
        let now = wall();
        let waits = self.state == State::Waiting;
        let mut machine = Machine::new(self.record(id, now, waits), self.course(id));
        let mut told = Vec::new();
        let begun = now - TimeDelta::hours(1);
        let give = |machine: &mut Machine, command: Command, at: Instant| machine.command(command, WHO, at);
        match (self.kind, self.state) {
            (_, State::Editing) => {}
            (Kind::Recurring, State::Repeating) => told.extend(give(&mut machine, Command::Start, now)),
            (Kind::Recurring, State::Paused) => {
                told.extend(give(&mut machine, Command::Start, now));
                told.extend(give(&mut machine, Command::Pause, now));
            }
            (Kind::OneOff | Kind::Execution, State::Preparing) => {
                told.extend(give(&mut machine, Command::Prepare, now));
            }
            (
                Kind::OneOff | Kind::Execution,
                State::Prepared
                | State::Approving
                | State::Waiting
                | State::Sending
                | State::Paused
                | State::Stopped
                | State::Finished,
            ) => {
                told.extend(give(&mut machine, Command::Prepare, begun));
                let ready = begun + TimeDelta::minutes(5);
                while machine.record().state == State::Preparing {
                    told.extend(machine.advance(ready, usize::MAX));
                }
                self.after_preparation(&mut machine, ready, now, &mut told);
            }
            // Not reached by commands alone, or never by this kind.
            _ => machine = Machine::new(Delivery { state: self.state, ..machine.record().clone() }, self.course(id)),
        }
        if machine.record().state != self.state {
            // An execution waits for its date until then.
            machine =
                Machine::new(Delivery { state: self.state, ..machine.record().clone() }, machine.course().clone());
        }
        (machine, told)
    }

    fn after_preparation(&self, machine: &mut Machine, ready: Instant, now: Instant, told: &mut Vec<Happening>) {
        let then = match self.state {
            State::Paused => Some(Command::Pause),
            State::Stopped => Some(Command::Stop),
            _ => None,
        };
        if self.state == State::Approving {
            machine.guard(Safeguards { second_person_from: Some(0), ..Safeguards::default() }, "Eva", ready);
        }
        if self.state != State::Prepared {
            told.extend(machine.command(Command::Confirm, WHO, ready));
        }
        if self.state == State::Finished && self.kind == Kind::OneOff {
            let end = ready + TimeDelta::seconds(1_000);
            while machine.record().state != State::Finished {
                told.extend(machine.advance(end, usize::MAX));
            }
        } else {
            told.extend(machine.advance(now, usize::MAX));
        }
        if let Some(command) = then {
            told.extend(machine.command(command, WHO, now));
        }
    }

    fn record(&self, id: &str, now: Instant, waits: bool) -> Delivery {
        let zone = Zone::new("Europe/Rome");
        // Four hours ahead for what repeats: a fast clock soon comes there, and a busy machine is in time for it.
        let ahead = if self.kind == Kind::Recurring { TimeDelta::hours(4) } else { TimeDelta::days(1) };
        let date = wall_at(now + ahead, &zone, &BundledZones).unwrap();
        let (confirmation, send_time) = (ConfirmationPolicy::Required, SendTime::SameInstant);
        let dated = Plan::At { wall: date, zone: zone.clone(), confirmation, send_time };
        let daily = Dates { first: date, zone: zone.clone(), pattern: Pattern::Daily { every: 1 }, ends: Ends::Never };
        let (plan, recurrence) = match self.kind {
            Kind::OneOff if waits => (dated, Recurrence::OneOff),
            Kind::OneOff | Kind::Elsewhere => (Plan::OnceConfirmed, Recurrence::OneOff),
            Kind::Execution => {
                let at = resolve(date, &zone, &BundledZones).unwrap().at();
                let parent = DeliveryId::new("none");
                let occasion = Occasion { parent, parent_label: "None".to_owned(), number: 1, wall: date, zone, at };
                (dated, Recurrence::Execution(occasion))
            }
            Kind::Recurring => {
                let aggregation = Aggregation::None;
                (Plan::Recurring { recurrence: daily, aggregation, confirmation, send_time }, Recurrence::Recurring)
            }
        };
        let at = next_instant(&plan, now);
        Delivery {
            id: DeliveryId::new(id),
            label: format!("Delivery {id}"),
            channel: Channel::Email,
            recurrence,
            sent_by: if self.kind == Kind::Elsewhere { SentBy::Elsewhere } else { SentBy::Here },
            campaign: None,
            description: None,
            state: State::Editing,
            feedback: self.feedback,
            tracking: Tracking::On,
            validity_hours: 24,
            audience: Audience { target: "Everybody".to_owned(), test_profiles: 1, traps: 1 },
            schedule: Schedule { plan, at },
            content: Content { from: "Shop <letters@shop.example>".to_owned(), subject: "Hello".to_owned() },
            preparation: None,
            outdated_by: None,
            safeguards: self.safeguards,
            approval: None,
            confirmation: None,
            contact_date: None,
            copied_from: None,
            last_send: None,
        }
    }

    fn course(&self, id: &str) -> Course {
        let population = Population { seed: seed_of(1, id), targeted: self.recipients, test_profiles: 1, traps: 1 };
        // Over by now: the service's clock starts no earlier than the last event.
        let longest = if self.state == State::Finished { 1_000 } else { u32::MAX };
        let relay_seconds = self.relay_seconds.min(longest);
        Course {
            engine: Engine::Simulated { population, relay_seconds },
            warnings: Vec::new(),
            preparations: 0,
            pauses: 0,
            changes: 0,
            executions: 0,
            started: None,
            work: Work::Resting,
        }
    }
}
