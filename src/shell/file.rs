//! A file for whoever asked for it: gathered in the browser's memory, and gone from there once it was saved.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// A piece of it. The browser keeps it outside the program's own memory.
pub fn piece(bytes: &[u8]) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()
}

/// Saves the pieces as one file, as if a link to it had been followed.
pub fn save(pieces: &[Blob], name: &str, mime: &str) {
    let whole = BlobPropertyBag::new();
    whole.set_type(mime);
    let parts: Array = pieces.iter().collect();
    let address = Blob::new_with_blob_sequence_and_options(&parts, &whole)
        .and_then(|file| Url::create_object_url_with_blob(&file));
    let link = document().create_element("a").map(JsCast::unchecked_into::<HtmlAnchorElement>);
    if let (Ok(address), Ok(link)) = (address, link) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // The browser has taken it up by then.
        set_timeout(
            move || {
                let _ = Url::revoke_object_url(&address);
            },
            std::time::Duration::from_secs(60),
        );
    }
}
