//! The page's files. Names with a digest never change; everything else is asked for again. Addresses of the page's own
//! routes get `index.html`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use delivery_core::wire::ProblemType;
use tower_http::services::{ServeDir, ServeFile};

use super::headers::is_api;
use super::unknown_api;
use crate::problem::Refused;

/// Gives out the files of this folder.
pub(super) fn page(folder: PathBuf) -> Router {
    Router::new().fallback(give).with_state(folder)
}

async fn give(State(folder): State<PathBuf>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if is_api(&path) {
        return unknown_api(request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refused = Refused::of_status(StatusCode::METHOD_NOT_ALLOWED, "This address is only for reading.");
        return refused.into_response();
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_file =
        Path::new(name).extension().is_some_and(|end| FILES.iter().any(|file| end.eq_ignore_ascii_case(file)));
    let given = if is_file {
        let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
        files.append_index_html_on_directories(false).try_call(request).await
    } else {
        ServeFile::new(folder.join("index.html")).precompressed_br().precompressed_gzip().try_call(request).await
    };
    let mut response = match given {
        Ok(response) => response.into_response(),
        Err(error) if error.kind() == ErrorKind::NotFound => StatusCode::NOT_FOUND.into_response(),
        Err(_) => {
            let detail = "The file could not be read. Try again in a moment.";
            return Refused::new(ProblemType::Unavailable, detail).into_response();
        }
    };
    if response.status() == StatusCode::NOT_FOUND {
        return Refused::new(ProblemType::NotFound, format!("There is no file {path}.")).into_response();
    }
    let keep = if has_digest(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// Ends of names that are files, never routes.
const FILES: &[&str] = &[
    "js",
    "mjs",
    "wasm",
    "css",
    "html",
    "svg",
    "png",
    "jpg",
    "ico",
    "webp",
    "woff2",
    "json",
    "webmanifest",
    "txt",
    "map",
    "ts",
    "br",
    "gz",
];

/// Whether a name holds a digest of the file: `delivery-dashboard-1f0c9a7be0a6d8f2_bg.wasm`.
fn has_digest(name: &str) -> bool {
    name.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        digits >= 12 && part[digits..].starts_with(['.', '_'])
    })
}

#[cfg(test)]
mod tests {
    use super::has_digest;

    #[test]
    fn names_with_a_digest_are_known() {
        for (name, expected) in [
            ("delivery-dashboard-1f0c9a7be0a6d8f2_bg.wasm", true),
            ("delivery-dashboard-1f0c9a7be0a6d8f2.js", true),
            ("base-1f0c9a7be0a6d8.css", true),
            ("boot.js", false),
            ("index.html", false),
            ("delivery-dashboard.js", false),
            ("left-panel.css", false),
            ("facade-facade.css", false),
        ] {
            assert_eq!(has_digest(name), expected, "{name}");
        }
    }
}
