//! Publishing: what logs have gained goes to the hub, in their order, and it is kept how far that is. Whatever fails is
//! tried again until it succeeds, and meanwhile nothing overtakes it, not even the beat.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use delivery_core::domain::id::{Cursor, DeliveryId};

use super::{Hub, Topic, update_id};
use crate::clock::wall;
use crate::desk::{Counter, Places};
use crate::mask::mask_lines;
use crate::store::{Dialect, Readers, Standing, Unavailable};
use crate::threads::{LOOK, rest};

/// How long the hub may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Time between two beats. Three of them are the silence that those who follow take for a break.
pub(super) const BEAT: Duration = Duration::from_secs(15);

/// How long to rest after something failed, doubled each time up to the last.
const REST: Duration = Duration::from_millis(500);
const LONGEST_REST: Duration = Duration::from_secs(15);

/// Bytes of text that are published at once, about; with the last block, three times as many at most. Hubs take a megabyte, in
/// which every quote is three letters.
const PIECE: usize = 64 * 1024;

/// How often something of one log is published before the next has its turn.
const AT_A_TIME: usize = 8;

/// Publishes at a hub.
pub(super) struct Publisher {
    hub: Hub,
    agent: ureq::Agent,
}

/// Why nothing was published.
enum Trouble {
    /// The database has it, which says so itself.
    Database,
    /// The hub is not there, or does not take it.
    Hub(String),
}

impl From<Unavailable> for Trouble {
    fn from(_: Unavailable) -> Self {
        Self::Database
    }
}

/// What the publisher knows.
#[derive(Default)]
struct Known {
    /// `None` as long as the hub has to be asked.
    dialect: Option<Dialect>,
    /// When the last beat went out.
    beat: Option<Instant>,
    /// How far logs were published, as long as that is not kept.
    done: Places,
}

impl Publisher {
    pub(super) fn new(hub: Hub) -> Self {
        // Whoever redirects it is not who was asked.
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        Self { hub, agent: config.timeout_global(Some(PATIENCE)).build().into() }
    }

    /// Publishes what there is until the service ends.
    pub(super) fn work(&self, counter: &Counter, readers: &Readers, ending: &AtomicBool) {
        let (mut known, mut pause, mut said) = (Known::default(), REST, String::new());
        while !ending.load(Ordering::Relaxed) {
            match self.round(counter, readers, &mut known, ending) {
                Ok(more) => {
                    (pause, said) = (REST, String::new());
                    if !more {
                        rest(LOOK, ending);
                    }
                }
                Err(trouble) => {
                    (known.dialect, known.beat) = (None, None);
                    // Once for each kind of it.
                    if let Trouble::Hub(why) = trouble
                        && why != said
                    {
                        eprintln!("the hub {why}; who follows a delivery is served here meanwhile");
                        said = why;
                        // Nobody is sent there from now on. If this fails, too, the last beat is soon too long ago.
                        let _unkept = counter.hub_heard(&Standing::default());
                    }
                    rest(pause, ending);
                    pause = (pause * 2).min(LONGEST_REST);
                }
            }
        }
        // If this fails, it is published once more.
        let _unkept = counter.attend_hub(&known.done);
    }

    /// Publishes something of each log that has to be. Gives whether there may be more.
    fn round(
        &self,
        counter: &Counter,
        readers: &Readers,
        known: &mut Known,
        ending: &AtomicBool,
    ) -> Result<bool, Trouble> {
        let behind = counter.attend_hub(&known.done)?;
        known.done.clear();
        let Some(behind) = behind else {
            *known = Known::default();
            return Ok(false);
        };
        self.beat(counter, known)?;
        let more = !behind.is_empty();
        for (delivery, mut place) in behind {
            for _ in 0..AT_A_TIME {
                if ending.load(Ordering::Relaxed) {
                    return Ok(false);
                }
                let Some(last) = self.publish_stretch(readers, &delivery, place)? else { break };
                known.done.insert(delivery.clone(), last);
                place = last;
                self.beat(counter, known)?;
            }
        }
        Ok(more)
    }

    /// Says that publishing goes on, if it is time to; first, it is found out how the hub is spoken with.
    fn beat(&self, counter: &Counter, known: &mut Known) -> Result<(), Trouble> {
        let dialect = match known.dialect {
            Some(dialect) => dialect,
            None => *known.dialect.insert(self.ask()?),
        };
        if known.beat.is_none_or(|beat| beat.elapsed() >= BEAT) {
            self.publish(&self.hub.beat(), "", None)?;
            known.beat = Some(Instant::now());
            counter.hub_heard(&Standing { heard: wall(), dialect })?;
        }
        Ok(())
    }

    /// Publishes what follows a place, as far as it goes at once. Gives the place that it went to; `None` if there is no more.
    fn publish_stretch(
        &self,
        readers: &Readers,
        delivery: &DeliveryId,
        after: Cursor,
    ) -> Result<Option<Cursor>, Trouble> {
        let end = Cursor(i64::MAX as u64);
        let (after, blocks) = readers.stretch(delivery, after, end, PIECE)?;
        let Some(last) = blocks.last().map(|block| block.last) else { return Ok(None) };
        let lines: String = blocks.iter().map(|block| block.text(after, end)).collect::<Result<_, _>>()?;
        for masked in [false, true] {
            let topic = self.hub.name(Topic { delivery, masked });
            let lines = if masked { mask_lines(&lines) } else { lines.as_str().into() };
            self.publish(&topic, lines.trim_end(), Some(&update_id(&topic, last)))?;
        }
        Ok(Some(last))
    }

    /// Asks the hub how topics are followed there, by doing so once.
    fn ask(&self) -> Result<Dialect, Trouble> {
        let follow = |dialect| {
            let address = self.hub.following(&[self.hub.beat()], dialect);
            let token = self.hub.own_token("subscribe").unwrap_or_default();
            let request = self.agent.get(address).header("authorization", format!("Bearer {token}"));
            let answer = request.header("accept", "text/event-stream").call();
            answer.map(|answer| answer.status().as_u16()).map_err(|error| out_of_reach(&error))
        };
        for dialect in [Dialect::Match, Dialect::Topic] {
            match follow(dialect)? {
                200 => return Ok(dialect),
                400 => {}
                status => return Err(Trouble::Hub(format!("lets nobody follow: it answered {status}"))),
            }
        }
        Err(Trouble::Hub("knows no topics: it answered 400".to_owned()))
    }

    /// Hands the hub something to hand on to those who may have it.
    fn publish(&self, topic: &str, data: &str, id: Option<&str>) -> Result<(), Trouble> {
        let token = self.hub.own_token("publish").unwrap_or_default();
        let fields = [("topic", topic), ("private", "on"), ("data", data)].into_iter().chain(id.map(|id| ("id", id)));
        let request = self.agent.post(&self.hub.address.text).header("authorization", format!("Bearer {token}"));
        match request.send_form(fields) {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => {
                Err(Trouble::Hub(format!("does not take what is published: it answered {}", answer.status().as_u16())))
            }
            Err(error) => Err(out_of_reach(&error)),
        }
    }
}

/// Its own words may name addresses of machines.
fn out_of_reach(error: &ureq::Error) -> Trouble {
    Trouble::Hub(match error {
        ureq::Error::Timeout(_) => "does not answer in time".to_owned(),
        _ => "cannot be reached".to_owned(),
    })
}
