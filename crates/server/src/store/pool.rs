//! Connections that many use one after the other: opened when they are needed, kept for the next, and never more than so
//! many, since a server has room for some and other copies want theirs.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::Unavailable;
use super::sql::Connection;

/// How long somebody waits for one.
const PATIENCE: Duration = Duration::from_secs(5);

/// The connections.
#[derive(Debug)]
pub(super) struct Pool {
    shelf: Mutex<Shelf>,
    returned: Condvar,
    most: usize,
}

#[derive(Debug)]
struct Shelf {
    idle: Vec<Connection>,
    lent: usize,
}

/// Counts as lent until it is dropped, and is kept then if it has a connection.
struct Lent<'a> {
    pool: &'a Pool,
    connection: Option<Connection>,
}

impl Pool {
    /// Of so many connections at most.
    pub(super) const fn of(most: usize) -> Self {
        Self { shelf: Mutex::new(Shelf { idle: Vec::new(), lent: 0 }), returned: Condvar::new(), most }
    }

    /// Does something with a connection, opened if none is idle. One on which it fails is not used again.
    pub(super) fn lend<T>(
        &self,
        open: impl FnOnce() -> Result<Connection, Unavailable>,
        act: impl FnOnce(&Connection) -> Result<T, Unavailable>,
    ) -> Result<T, Unavailable> {
        let mut lent = self.take()?;
        let connection = lent.connection.take().map_or_else(open, Ok)?;
        let done = act(&connection)?;
        lent.connection = Some(connection);
        Ok(done)
    }

    fn take(&self) -> Result<Lent<'_>, Unavailable> {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let is_empty = |shelf: &mut Shelf| shelf.idle.is_empty() && shelf.lent >= self.most;
        let waited = self.returned.wait_timeout_while(shelf, PATIENCE, is_empty);
        let (mut shelf, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(Unavailable::new("too many read it at once"));
        }
        shelf.lent += 1;
        Ok(Lent { pool: self, connection: shelf.idle.pop() })
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut shelf = self.pool.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.lent -= 1;
        shelf.idle.extend(self.connection.take());
        drop(shelf);
        self.pool.returned.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn never_more_are_open_than_were_said() {
        let pool = Pool::of(3);
        let [opened, at_once] = [AtomicUsize::new(0), AtomicUsize::new(0)];
        let open = || {
            opened.fetch_add(1, Ordering::SeqCst);
            Ok(Connection::File(rusqlite::Connection::open_in_memory()?))
        };
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let read = pool.lend(open, |_| {
                            assert!(at_once.fetch_add(1, Ordering::SeqCst) < 3);
                            std::thread::yield_now();
                            at_once.fetch_sub(1, Ordering::SeqCst);
                            Ok(())
                        });
                        assert!(read.is_ok());
                    }
                });
            }
        });
        assert!((1..=3).contains(&opened.load(Ordering::SeqCst)), "they are kept");
        let broken = || pool.lend(open, |_| Err::<(), _>(Unavailable::new("it broke")));
        for _ in 0..5 {
            assert!(broken().is_err());
        }
        assert!(pool.lend(open, |_| Ok(())).is_ok(), "another is opened for one that broke");
    }
}
