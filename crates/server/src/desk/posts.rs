//! What providers post, filed: each event in the log of its delivery, and in the tray what nobody can file.
//!
//! Whatever has come by the time the desk looks is written together, so that those who wait share a commit. Nobody is
//! answered before what they posted is on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use delivery_core::domain::id::DeliveryId;

use super::Desk;
use super::errands::AnswerTo;
use super::intake::{Arrival, digest};
use crate::store::{Stray, Unavailable, Why};

/// Bytes that the tray holds at most, unless something else is said.
pub const TRAY: u64 = 1 << 30;

/// Parcels that are written at once, so that commands never wait long.
const BATCH: usize = 5_000;

/// What one object of a provider's says.
#[derive(Clone, PartialEq, Debug)]
pub struct Parcel {
    /// The same for the same, whenever it is posted.
    pub id: String,
    /// Who posted it.
    pub provider: &'static str,
    /// The delivery that it names.
    pub delivery: Option<DeliveryId>,
    /// What it is, in one word.
    pub kind: String,
    /// What it says.
    pub contents: Contents,
    /// As it came.
    pub text: String,
}

impl Parcel {
    /// What leads to where it belongs, if it names no delivery that is here: the name that it gives, or else the mails that
    /// it speaks of. Nobody can tell from a mark whom it is about.
    pub fn marks(&self) -> BTreeSet<String> {
        let mark = |what: &str, name: &str| digest(&[self.provider.as_bytes(), what.as_bytes(), name.as_bytes()]);
        match (&self.contents, &self.delivery) {
            (Contents::Odd(_), _) => BTreeSet::new(),
            (Contents::Events(_), Some(named)) => BTreeSet::from([mark("\0delivery\0", named.as_str())]),
            (Contents::Events(events), None) => {
                events.iter().filter_map(Arrival::mail).map(|mail| mark("\0mail\0", mail)).collect()
            }
        }
    }
}

/// What a parcel says.
#[derive(Clone, PartialEq, Debug)]
pub enum Contents {
    /// What has happened.
    Events(Vec<Arrival>),
    /// Nothing that a log could say.
    Odd(Why),
}

/// What became of a post.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// Events that were appended to logs.
    pub fresh: usize,
    /// Events and strays that were there already.
    pub known: usize,
    /// What was put in the tray.
    pub kept: usize,
    /// Whether something was left out, because the tray is full: then it has to be posted again.
    pub is_tray_full: bool,
}

/// Posts that wait for the desk.
#[derive(Clone, Debug, Default)]
pub(super) struct Pile(Arc<Mutex<Vec<Post>>>);

/// A post, and where its answer goes.
#[derive(Debug)]
struct Post {
    parcels: Vec<Parcel>,
    reply: AnswerTo<Taken>,
}

impl Pile {
    pub(super) fn add(&self, parcels: Vec<Parcel>, reply: AnswerTo<Taken>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Post { parcels, reply });
    }

    /// The first posts, about so many parcels. Those that are left have been announced, too, and so are looked for.
    fn take(&self, most: usize) -> Vec<Post> {
        let mut pile = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut parcels = 0;
        let is_within = |post: &&Post| {
            parcels += post.parcels.len();
            parcels <= most
        };
        let count = pile.iter().take_while(is_within).count().max(1).min(pile.len());
        pile.drain(..count).collect()
    }
}

/// How full the tray is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tray {
    most: u64,
    /// `None` until somebody has to know.
    size: Option<u64>,
}

impl Default for Tray {
    fn default() -> Self {
        Self { most: TRAY, size: None }
    }
}

/// What becomes of a post, while it is written.
#[derive(Default)]
struct Progress {
    taken: Taken,
    trouble: Option<Unavailable>,
}

impl Desk {
    /// The same, whose tray holds so many bytes at most.
    #[must_use]
    pub fn with_tray_of(mut self, most: u64) -> Self {
        self.tray.most = most;
        self
    }

    /// Files what lies on the pile, and answers.
    pub(super) fn file_posts(&mut self) {
        let (mut waiting, mut arrived, mut strays) = (Vec::new(), BTreeMap::<_, Vec<_>>::new(), Vec::new());
        for (Post { parcels, reply }, post) in self.pile.take(BATCH).into_iter().zip(0_usize..) {
            waiting.push(reply);
            for parcel in parcels {
                match self.place_of(&parcel) {
                    Ok((delivery, events)) => {
                        arrived.entry(delivery).or_default().extend(events.into_iter().map(|event| (post, event)));
                    }
                    Err(why) => strays.push((post, stray(parcel, why))),
                }
            }
        }
        let mut progress: Vec<Progress> = waiting.iter().map(|_| Progress::default()).collect();
        for (delivery, events) in arrived {
            let (posts, events): (Vec<usize>, _) = events.into_iter().unzip();
            let filed = self.file(&delivery, events).and_then(|filed| filed.ok_or(Unavailable::new("it is gone")));
            note(&mut progress, &posts, filed, |taken| &mut taken.fresh);
        }
        if !strays.is_empty() {
            let (posts, strays): (Vec<usize>, Vec<Stray>) = strays.into_iter().unzip();
            match self.keep(&strays) {
                Ok(None) => posts.iter().for_each(|&post| progress[post].taken.is_tray_full = true),
                Ok(Some(kept)) => note(&mut progress, &posts, Ok(kept), |taken| &mut taken.kept),
                Err(error) => note(&mut progress, &posts, Err(error), |taken| &mut taken.kept),
            }
        }
        for (reply, Progress { taken, trouble }) in waiting.into_iter().zip(progress) {
            // Nobody waits any more if the connection is gone; what was filed is kept all the same.
            drop(reply.send(trouble.map_or(Ok(taken), Err)));
        }
    }

    /// The delivery whose log a parcel's events belong in, or why there is none.
    fn place_of(&self, parcel: &Parcel) -> Result<(DeliveryId, Vec<Arrival>), Why> {
        let (events, why) = match (&parcel.contents, &parcel.delivery) {
            (Contents::Odd(why), _) => return Err(*why),
            (Contents::Events(events), Some(id)) if self.folders.contains_key(id) => {
                return Ok((id.clone(), events.clone()));
            }
            (Contents::Events(events), None) => (events, Why::Untagged),
            (Contents::Events(events), Some(_)) => (events, Why::Unknown),
        };
        self.assigned_to(parcel).map(|id| (id, events.clone())).ok_or(why)
    }

    /// The delivery to which somebody has assigned what has the same marks. What is in the tray waits there, and what was
    /// thrown away stays away. If that cannot be read, the parcel goes to the tray, where nothing is lost.
    fn assigned_to(&self, parcel: &Parcel) -> Option<DeliveryId> {
        if self.writer.knows_stray(&parcel.id).ok()? {
            return None;
        }
        let found = parcel.marks().iter().find_map(|mark| self.writer.assigned(mark).ok().flatten());
        found.filter(|id| self.folders.contains_key(id))
    }

    /// Remembers that what has these marks belongs to a delivery. The first time, it is a row of that delivery's log.
    pub(super) fn assign(&mut self, id: &DeliveryId, marks: &[String], row: Option<&str>) -> Result<(), Unavailable> {
        if let Some(text) = row {
            self.refresh(id)?;
            let now = self.clock.now();
            self.change(id, now, |machine| vec![machine.assigned(text, now)])?;
        }
        self.writer.remember_marks(marks, id)
    }

    /// Puts strays in the tray, and gives of each whether it is new. `None` if there is no room: nothing is thrown out for
    /// them, since whoever posted that was told that it is kept.
    fn keep(&mut self, strays: &[Stray]) -> Result<Option<Vec<bool>>, Unavailable> {
        let size = match self.tray.size {
            Some(size) => size,
            None => self.writer.tray_size()?,
        };
        let more: usize = strays.iter().map(|stray| stray.text.len()).sum();
        let after = size + more as u64;
        self.tray.size = Some(size);
        if after > self.tray.most {
            return Ok(None);
        }
        // If this fails, whatever is there is counted again.
        self.tray.size = None;
        let kept = self.writer.keep_strays(strays, self.clock.now())?;
        self.tray.size = kept.iter().all(|is_new| *is_new).then_some(after);
        Ok(Some(kept))
    }

    /// Takes strays out of the tray, which stay known.
    pub(super) fn clear_strays(&mut self, ids: &[String]) -> Result<usize, Unavailable> {
        self.tray.size = None;
        self.writer.clear_strays(ids)
    }
}

/// Notes what was written for which posts: of each whether it is new, counted where `count` says.
fn note(
    progress: &mut [Progress],
    posts: &[usize],
    written: Result<Vec<bool>, Unavailable>,
    count: fn(&mut Taken) -> &mut usize,
) {
    match written {
        Ok(verdicts) => {
            for (&post, is_new) in posts.iter().zip(verdicts) {
                let taken = &mut progress[post].taken;
                *(if is_new { count(taken) } else { &mut taken.known }) += 1;
            }
        }
        Err(error) => {
            eprintln!("{error}");
            for &post in posts {
                progress[post].trouble = Some(Unavailable::new("what was posted could not be written"));
            }
        }
    }
}

fn stray(parcel: Parcel, why: Why) -> Stray {
    let named = parcel.delivery.map_or_else(String::new, |id| id.as_str().to_owned());
    Stray { id: parcel.id, provider: parcel.provider, why, named, kind: parcel.kind, text: parcel.text }
}
