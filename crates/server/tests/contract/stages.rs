//! Deliveries at every stage of their life, made by the simulator itself.

use chrono::TimeDelta;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::status::Feedback;
use delivery_core::wire::{Audience, Channel, Content, Delivery, Recurrence, Schedule};
use delivery_server::clock::wall;
use delivery_server::mta::chance::seed_of;
use delivery_server::mta::{Course, Happening, Machine, Population, Who, Work};

/// A delivery in a state.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    pub state: State,
    pub recipients: u32,
    /// Seconds that handing over takes.
    pub relay_seconds: u32,
    pub feedback: Feedback,
}

impl From<State> for Stage {
    fn from(state: State) -> Self {
        // So slow that nothing moves while the test looks.
        Self { state, recipients: 20, relay_seconds: 2_000_000, feedback: Feedback::On }
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
        match self.state {
            State::Editing => {}
            State::Preparing => told.extend(give(&mut machine, Command::Prepare, now)),
            State::PreparationFailed | State::Outdated | State::Failed => {
                machine = Machine::new(Delivery { state: self.state, ..machine.record().clone() }, self.course(id));
            }
            State::Prepared | State::Waiting | State::Sending | State::Paused | State::Stopped | State::Finished => {
                told.extend(give(&mut machine, Command::Prepare, begun));
                let ready = begun + TimeDelta::minutes(5);
                while machine.record().state == State::Preparing {
                    told.extend(machine.advance(ready, usize::MAX));
                }
                self.after_preparation(&mut machine, ready, now, &mut told);
            }
        }
        assert_eq!(machine.record().state, self.state);
        (machine, told)
    }

    fn after_preparation(&self, machine: &mut Machine, ready: Instant, now: Instant, told: &mut Vec<Happening>) {
        let then = match self.state {
            State::Paused => Some(Command::Pause),
            State::Stopped => Some(Command::Stop),
            _ => None,
        };
        if self.state != State::Prepared {
            told.extend(machine.command(Command::Confirm, WHO, ready));
        }
        if self.state == State::Finished {
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
        let schedule = if waits {
            Schedule::At {
                wall: "2030-01-07T09:00:00".to_owned(),
                zone: "Europe/Rome".to_owned(),
                at: now + TimeDelta::days(1),
                request_confirmation: true,
            }
        } else {
            Schedule::OnceConfirmed
        };
        Delivery {
            id: DeliveryId::new(id),
            label: format!("Delivery {id}"),
            channel: Channel::Email,
            recurrence: Recurrence::OneOff,
            campaign: None,
            description: None,
            state: State::Editing,
            feedback: self.feedback,
            validity_hours: 24,
            audience: Audience { target: "Everybody".to_owned(), test_profiles: 1, traps: 1 },
            schedule,
            content: Content { from: "Shop <letters@shop.example>".to_owned(), subject: "Hello".to_owned() },
            preparation: None,
            confirmation: None,
            contact_date: None,
            last_send: None,
        }
    }

    fn course(&self, id: &str) -> Course {
        let population = Population { seed: seed_of(1, id), targeted: self.recipients, test_profiles: 1, traps: 1 };
        // Over by now: the service's clock starts no earlier than the last event.
        let longest = if self.state == State::Finished { 1_000 } else { u32::MAX };
        let relay_seconds = self.relay_seconds.min(longest);
        Course { population, warnings: Vec::new(), relay_seconds, preparations: 0, pauses: 0, work: Work::Resting }
    }
}
