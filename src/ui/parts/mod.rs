//! Generic controls: they take values and `on_x`, and know nothing of deliveries.

pub mod button;
pub mod chart;
pub mod dialog;
pub mod facts;
pub mod field;
pub mod hint;
pub mod icon;
pub mod pane;
pub mod ring;
pub mod segmented_bar;
pub mod status_pill;
