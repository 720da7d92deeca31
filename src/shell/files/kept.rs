//! Files as the browser holds them: mostly on the disk, and never in this program's memory as a whole.

use delivery_app::files::Trouble;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

/// The files, by their keys.
#[derive(Default)]
pub struct Kept(Vec<(u32, Blob)>);

impl Kept {
    /// Keeps one.
    pub fn put(&mut self, key: u32, blob: Blob) {
        self.0.push((key, blob));
    }

    /// Keeps one no longer.
    pub fn remove(&mut self, key: u32) {
        self.0.retain(|(kept, _)| *kept != key);
    }

    /// Those of these keys, in their order.
    pub fn of(&self, keys: &[u32]) -> Vec<Blob> {
        let of = |key: &u32| self.0.iter().find(|(kept, _)| kept == key).map(|(_, blob)| blob.clone());
        keys.iter().filter_map(of).collect()
    }
}

/// What an address gives, from its first byte to its last.
///
/// # Errors
/// Why there is nothing.
pub async fn fetch(text: &str) -> Result<Blob, Trouble> {
    // Of this server, or of another one; nothing else is fetched.
    let has_scheme = text.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    if has_scheme && !text.starts_with("https://") && !text.starts_with("http://") {
        return Err(Trouble::NoAddress);
    }
    let came = JsFuture::from(window().fetch_with_str(text)).await.map_err(|_| Trouble::Unreachable)?;
    let response: Response = came.dyn_into().map_err(|_| Trouble::Unreachable)?;
    if !response.ok() {
        return Err(Trouble::Refused(response.status()));
    }
    let blob = JsFuture::from(response.blob().map_err(|_| Trouble::Unreachable)?).await;
    blob.map_err(|_| Trouble::Unreachable)?.dyn_into().map_err(|_| Trouble::Unreachable)
}
