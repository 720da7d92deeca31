//! Threads that work for the desk out in the world, where things take their time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Time between two looks at whether there is something to do.
pub(crate) const LOOK: Duration = Duration::from_millis(100);

/// The threads at work.
#[derive(Default)]
pub struct Threads {
    ending: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Threads {
    /// Starts one more, which ends soon after what it is given becomes true.
    ///
    /// # Errors
    /// One line that says why it cannot be.
    pub(crate) fn spawn(&mut self, name: &str, work: impl FnOnce(&AtomicBool) + Send + 'static) -> Result<(), String> {
        let ending = Arc::clone(&self.ending);
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&ending));
        self.threads.push(thread.map_err(|error| format!("cannot start a thread: {error}"))?);
        Ok(())
    }

    /// Tells them to end, and waits that long for what they are at. Gives whether all have ended: a letter that is on its
    /// way then has an outcome nobody knows.
    pub fn end(self, patience: Duration) -> bool {
        self.ending.store(true, Ordering::Relaxed);
        let until = Instant::now() + patience;
        while Instant::now() < until && self.threads.iter().any(|thread| !thread.is_finished()) {
            std::thread::sleep(Duration::from_millis(10));
        }
        self.threads.iter().all(JoinHandle::is_finished)
    }
}

/// Rests that long, or until the service ends.
pub(crate) fn rest(time: Duration, ending: &AtomicBool) {
    let until = Instant::now() + time;
    while !ending.load(Ordering::Relaxed) {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(LOOK));
    }
}
