//! The code that reads events, which comes while the page shows what the service has counted. Nothing is read before it is
//! here: bytes wait for it.

use leptos::wasm_split::SplitLoaderError;

use super::stream::Reading;

/// The code; at once if it is here. It is asked for again where it did not come.
#[cfg(split)]
#[leptos::wasm_split::wasm_split(reading, wasm_split_path = leptos::wasm_split, fallible)]
pub fn code() -> Result<Reading, SplitLoaderError> {
    Ok(Reading::new())
}

/// In a program that is not split, it is here from the start.
#[cfg(not(split))]
pub async fn code() -> Result<Reading, SplitLoaderError> {
    Ok(Reading::new())
}
