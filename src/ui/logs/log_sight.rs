//! Which rows of a long list are in sight, and where they stand. Rows have one height; a list that would be higher than a
//! browser can make a page is scrolled in proportion.

use std::ops::Range;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

/// The height of a row, as the sheet has it, in pixels.
pub const ROW: f64 = 34.0;
/// Rows made beyond what is in sight, to either side.
const BEYOND: usize = 4;
/// The highest a page can be in every browser, in pixels.
const HIGHEST: f64 = 16_000_000.0;

/// How high the room of so many rows is, in pixels.
pub fn room(total: usize) -> f64 {
    (total as f64 * ROW).min(HIGHEST)
}

/// Where a list is scrolled to, and how much of it is in sight, in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sight {
    /// How far down.
    pub top: f64,
    /// How much is in sight.
    pub height: f64,
}

impl Sight {
    /// How far down the upper edge would be if the room were as high as all rows.
    fn full_top(self, total: usize) -> f64 {
        let (full, room) = (total as f64 * ROW, room(total));
        if full <= room {
            return self.top;
        }
        (self.top / (room - self.height).max(1.0)).min(1.0) * (full - self.height)
    }

    /// The first row in sight.
    pub fn first(self, total: usize) -> usize {
        (self.full_top(total) / ROW).max(0.0) as usize
    }

    /// How many rows are in sight as a whole.
    pub fn many(self) -> usize {
        (self.height / ROW) as usize
    }

    /// The rows to make: those in sight, and a few to either side.
    pub fn rows(self, total: usize) -> Range<usize> {
        let first = self.first(total);
        first.saturating_sub(BEYOND)..(first + self.many() + 2 + BEYOND).min(total)
    }

    /// How far down the first of these stands, in pixels.
    pub fn down(self, total: usize) -> f64 {
        let above = self.full_top(total) - self.rows(total).start as f64 * ROW;
        (self.top - above).max(0.0)
    }

    /// Where to scroll to, so that a row is the first in sight.
    pub fn scroll_to(self, row: usize, total: usize) -> f64 {
        let (full, room, top) = (total as f64 * ROW, room(total), row as f64 * ROW);
        if full <= room { top } else { top / (full - self.height).max(1.0) * (room - self.height).max(1.0) }
    }
}

/// Has a list measured when it is there, and whenever its room becomes another.
pub fn on_resize(list: NodeRef<html::Div>, measure: impl Fn() + Copy + 'static) {
    let told = Closure::<dyn FnMut()>::new(measure);
    // Refused only where what is given is no function.
    let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) else { return };
    // What is told lives as long as who tells it.
    let kept = StoredValue::new_local((observer, told));
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            kept.with_value(|(observer, _)| observer.observe(&list));
        }
    });
    on_cleanup(move || {
        let _ = kept.try_with_value(|(observer, _)| observer.disconnect());
    });
}

/// In the browser, as everything of the page.
#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    const HEIGHT: f64 = 680.0;

    fn at(top: f64) -> Sight {
        Sight { top, height: HEIGHT }
    }

    #[wasm_bindgen_test]
    fn a_short_list_is_where_it_is_scrolled_to() {
        assert_eq!((at(0.0).rows(100), at(0.0).down(100)), (0..26, 0.0));
        let sight = at(20.0 * ROW + 5.0);
        assert_eq!((sight.first(100), sight.rows(100), sight.down(100)), (20, 16..46, 16.0 * ROW));
        assert_eq!(sight.scroll_to(20, 100), 20.0 * ROW);
        assert_eq!((at(0.0).rows(0), at(0.0).rows(3)), (0..0, 0..3));
    }

    #[wasm_bindgen_test]
    fn a_list_of_any_length_is_reached_from_end_to_end() {
        for total in [1_000, 470_588, 470_589, 1_000_000, 20_000_000] {
            let end = at(room(total) - HEIGHT);
            assert_eq!(end.rows(total).end, total, "the last row of {total}");
            assert!(end.first(total) + end.many() + 1 >= total, "{total}");
            for row in [0, 7, total / 2, total - 22] {
                let sight = at(at(0.0).scroll_to(row, total).ceil());
                // Where a pixel is more than a row, the next one is found.
                assert!(sight.first(total).abs_diff(row) <= 2, "row {row} of {total}: {}", sight.first(total));
                let (start, down) = (sight.rows(total).start, sight.down(total));
                assert!(start <= sight.first(total) && down <= sight.top, "{row} of {total}: {start} {down}");
            }
        }
    }
}
