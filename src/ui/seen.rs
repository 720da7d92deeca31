//! A memo of any value, compiled once. The library's own is compiled anew for each type of value, some two kilobytes a
//! time; a page reads its model through dozens of them.
//!
//! What is seen twice: a part that first reads what was made of something seen, then that itself, may not be told when only
//! the second has changed (reactive_graph 0.2: the first look makes the second anew, and tells everybody but whoever looks).
//! So what is made of it decides which part there is, and a part of its own, inside, reads the rest.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// A value that can be compared.
pub trait Value: Any + Send + Sync {
    /// Whether the other is the same.
    fn is(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>() == Some(self)
    }
}

/// A value whose type is forgotten.
#[derive(Clone)]
pub struct Erased(pub Arc<dyn Value>);

impl PartialEq for Erased {
    fn eq(&self, other: &Self) -> bool {
        let other: &dyn Any = &*other.0;
        self.0.is(other)
    }
}

/// Something seen: told again only when it is another.
pub struct Seen<T> {
    memo: Memo<Erased>,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Seen<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Seen<T> {}

impl<T: PartialEq + Send + Sync + 'static> Seen<T> {
    /// Sees what a closure gives.
    pub fn new(look: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::of(Box::new(move || Erased(Arc::new(look()))))
    }

    pub(super) fn of(look: Box<dyn Fn() -> Erased + Send + Sync>) -> Self {
        Self { memo: Memo::new(move |_: Option<&Erased>| look()), value: PhantomData }
    }

    /// The value, without a copy.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        Self::open(&self.memo.get(), read)
    }

    /// The value, without a copy, and without being told again.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        Self::open(&self.memo.get_untracked(), read)
    }

    /// To be told again. It is looked at, too: what nobody has ever seen cannot become another.
    pub fn track(self) {
        let _ = self.memo.get();
    }

    fn open<U>(erased: &Erased, read: impl FnOnce(&T) -> U) -> U {
        let value: &dyn Any = &*erased.0;
        match value.downcast_ref() {
            Some(value) => read(value),
            // Only made of a T, just above.
            None => unreachable!("a value changed its type"),
        }
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Seen<T> {
    /// The value.
    pub fn get(self) -> T {
        self.with(T::clone)
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<Seen<T>> for Signal<T> {
    fn from(seen: Seen<T>) -> Self {
        Signal::derive(move || seen.get())
    }
}

/// A part of the page that changes as a whole. It has one type whatever it shows, so that changing it is compiled once.
pub fn part<V: IntoView + 'static>(show: impl Fn() -> V + Send + 'static) -> Box<dyn Fn() -> AnyView + Send> {
    Box::new(move || show().into_any())
}

/// Touches the world outside whenever what it reads has changed. It has one type whatever it does, so that doing it is
/// compiled once.
pub fn act(touch: impl Fn() + 'static) {
    let touch: Box<dyn Fn()> = Box::new(touch);
    Effect::new(move |_: Option<()>| touch());
}

/// Text that changes. It has one type whatever makes it, so that showing it is compiled once.
pub fn text<T: Into<String>>(tell: impl Fn() -> T + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || tell().into())
}

/// Text that changes, or is not there.
pub fn text_if_any<T: Into<String>>(tell: impl Fn() -> Option<T> + Send + Sync + 'static) -> Signal<Option<String>> {
    Signal::derive(move || tell().map(Into::into))
}
