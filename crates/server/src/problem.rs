//! Refusals, as the contract says them.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use delivery_core::wire::{Problem, ProblemType};

use crate::store::Unavailable;

/// An answer that says no.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused(pub Problem);

/// A problem of a type, with the sentence that says what happened and what to do.
pub fn problem(kind: ProblemType, detail: impl Into<String>) -> Problem {
    let (status, title) = match kind {
        ProblemType::BadRequest => (400, "The request cannot be read"),
        ProblemType::SignIn => (401, "Sign in"),
        ProblemType::Role => (403, "A role is missing"),
        ProblemType::NotFound => (404, "Not found"),
        ProblemType::State => (409, "Not possible in this state"),
        ProblemType::InFlight => (409, "Under way"),
        ProblemType::CursorGone => (410, "The cursor is too old"),
        ProblemType::Changed => (412, "Changed meanwhile"),
        ProblemType::KeyReused => (422, "The key was used for something else"),
        ProblemType::Number => (422, "The number is missing"),
        ProblemType::Invalid => (422, "Not possible"),
        ProblemType::HeaderMissing => (428, "A header is missing"),
        ProblemType::Unavailable => (503, "Not available now"),
        ProblemType::Other => (500, "Something went wrong"),
    };
    Problem { kind, status, title: title.to_owned(), detail: detail.into(), fields: Vec::new() }
}

impl Refused {
    /// A refusal of a type, with its sentence.
    pub fn new(kind: ProblemType, detail: impl Into<String>) -> Self {
        Self(problem(kind, detail))
    }

    /// A refusal that only HTTP has a name for.
    pub fn of_status(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Refused").to_owned();
        Self(Problem {
            kind: ProblemType::Other,
            status: status.as_u16(),
            title,
            detail: detail.into(),
            fields: Vec::new(),
        })
    }
}

impl From<Unavailable> for Refused {
    fn from(error: Unavailable) -> Self {
        // The reason is for whoever runs the service; it names tables and files, never recipients.
        eprintln!("{error}");
        Self::new(
            ProblemType::Unavailable,
            "The service cannot read or write its database now. Nothing was changed; try again in a moment.",
        )
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match self.0.kind {
            ProblemType::SignIn => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            ProblemType::Unavailable | ProblemType::InFlight => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}
