//! Whose turn it is: long work is cut into pieces, and between two of them the browser does whatever else there is.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessagePort};

/// How long a turn takes, with what it makes the page show, in milliseconds, before whatever else there is comes first:
/// nobody notices a key that waits for so long.
const TURN_MS: f64 = 24.0;
/// How long of it the page works, at least and at most. On a slow machine, showing takes most of it.
const WORK_MS: (f64, f64) = (4.0, 16.0);
/// Where no frame comes, as in a hidden tab, time does.
const FRAME_AT_MOST: Duration = Duration::from_millis(250);

type Task = Box<dyn FnOnce()>;

/// Takes turns with the browser. A timer would first let four milliseconds pass.
#[derive(Clone, Copy)]
pub struct Turns {
    waiting: StoredValue<Rc<RefCell<VecDeque<Task>>>, LocalStorage>,
    bell: StoredValue<Option<MessagePort>, LocalStorage>,
    /// How long it took to show what the last turn did.
    showing: StoredValue<f64>,
}

impl Turns {
    /// Lives as long as the page.
    pub fn new() -> Self {
        let waiting: Rc<RefCell<VecDeque<Task>>> = Rc::default();
        let bell = MessageChannel::new().ok().map(|channel| {
            let tasks = Rc::clone(&waiting);
            let ring = move || {
                let task = tasks.borrow_mut().pop_front();
                task.into_iter().for_each(|task| task());
            };
            let ring = Closure::<dyn FnMut()>::new(ring).into_js_value();
            channel.port1().set_onmessage(Some(ring.unchecked_ref()));
            channel.port2()
        });
        Self {
            waiting: StoredValue::new_local(waiting),
            bell: StoredValue::new_local(bell),
            showing: StoredValue::new(0.0),
        }
    }

    /// Runs it with the next turn.
    pub fn next(self, task: impl FnOnce() + 'static) {
        self.bell.with_value(|bell| match bell {
            Some(bell) => {
                self.waiting.with_value(|waiting| waiting.borrow_mut().push_back(Box::new(task)));
                // Nothing is sent that could not be.
                drop(bell.post_message(&JsValue::NULL));
            }
            None => set_timeout(task, Duration::ZERO),
        });
    }
}

impl Turns {
    /// When the work of a turn that begins now is over.
    pub fn end(self) -> f64 {
        let (least, most) = WORK_MS;
        clock() + (TURN_MS - self.showing.get_value()).clamp(least, most)
    }

    /// The work of a turn is done: from now on until all that waits for it has run, it is shown.
    pub fn shows(self) {
        let since = clock();
        queue_microtask(move || {
            // Gone with the page: nobody works any more.
            let _ = self.showing.try_set_value(clock() - since);
        });
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
