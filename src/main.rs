//! The app in the browser: on a page of its own, or as elements in somebody else's. Which it is, whoever starts it says:
//! `public/boot.js`, or `public/embed/delivery-dashboard.js`.

mod embed;
mod files;
mod page;
mod sheets;
mod shell;
mod ui;

fn main() {}
