//! Whose turn it is: long work is cut into pieces, and between two of them the browser does whatever else there is.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageChannel;

/// How long a turn takes, with what it makes the page show, in milliseconds, before whatever else there is comes first:
/// nobody notices a key that waits for so long.
const TURN_MS: f64 = 24.0;
/// How long of it the page works, at least and at most. On a slow machine, showing takes most of it.
const WORK_MS: (f64, f64) = (4.0, 16.0);
/// Where no frame comes, as in a hidden tab, time does.
const FRAME_AT_MOST: Duration = Duration::from_millis(250);

type Task = Box<dyn FnOnce()>;

/// Takes turns with the browser. A timer would first let four milliseconds pass.
pub struct Turns {
    waiting: Rc<RefCell<VecDeque<Task>>>,
    bell: Option<Bell>,
    /// How long it took to show what the last turn did.
    showing: Rc<Cell<f64>>,
}

/// Rings when it is the next one's turn. Nothing of it is left behind.
struct Bell {
    channel: MessageChannel,
    _ring: Closure<dyn FnMut()>,
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.channel.port1().set_onmessage(None);
        self.channel.port1().close();
    }
}

impl Turns {
    /// Nobody's yet.
    pub fn new() -> Self {
        let waiting: Rc<RefCell<VecDeque<Task>>> = Rc::default();
        let bell = MessageChannel::new().ok().map(|channel| {
            let tasks = Rc::clone(&waiting);
            let ring = move || {
                let task = tasks.borrow_mut().pop_front();
                task.into_iter().for_each(|task| task());
            };
            let ring = Closure::<dyn FnMut()>::new(ring);
            channel.port1().set_onmessage(Some(ring.as_ref().unchecked_ref()));
            Bell { channel, _ring: ring }
        });
        Self { waiting, bell, showing: Rc::default() }
    }

    /// Runs it with the next turn.
    pub fn next(&self, task: impl FnOnce() + 'static) {
        match &self.bell {
            Some(bell) => {
                self.waiting.borrow_mut().push_back(Box::new(task));
                // Nothing is sent that could not be.
                drop(bell.channel.port2().post_message(&JsValue::NULL));
            }
            None => set_timeout(task, Duration::ZERO),
        }
    }

    /// When the work of a turn that begins now is over.
    pub fn end(&self) -> f64 {
        let (least, most) = WORK_MS;
        clock() + (TURN_MS - self.showing.get()).clamp(least, most)
    }

    /// The work of a turn is done: from now on until all that waits for it has run, it is shown.
    pub fn shows(&self) {
        let (since, showing) = (clock(), Rc::clone(&self.showing));
        queue_microtask(move || showing.set(clock() - since));
    }
}

/// The steady clock, in milliseconds.
pub fn clock() -> f64 {
    window().performance().map_or_else(js_sys::Date::now, |clock| clock.now())
}

/// Runs with the next frame, or soon where there are none. Once.
pub fn next_frame(run: impl FnOnce() + 'static) {
    let run = Rc::new(Cell::new(Some(run)));
    let late = Rc::clone(&run);
    request_animation_frame(move || run_once(&run));
    set_timeout(move || run_once(&late), FRAME_AT_MOST);
}

fn run_once(run: &Cell<Option<impl FnOnce()>>) {
    if let Some(run) = run.take() {
        run();
    }
}
