//! Who sends a request: the bearer of a token.

use std::time::SystemTime;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use delivery_core::wire::ProblemType;

use super::Shared;
use crate::problem::Refused;
use crate::token::{Caller, TokenError};

impl FromRequestParts<Shared> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, service: &Shared) -> Result<Self, Refused> {
        let refuse = |detail: &str| Refused::new(ProblemType::SignIn, detail);
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or_else(|| refuse("Sign in first: no token was sent."))?;
        service.tokens.read(token, SystemTime::now()).map_err(|error| match error {
            TokenError::Expired => refuse("Your session has expired. Sign in again."),
            TokenError::Early => refuse("This token is not good yet: the clock of whoever made it is ahead."),
            TokenError::TooLong => refuse("This token is good for longer than a day, and nobody could take it back."),
            TokenError::Unclear => refuse(
                "This token does not say who you are: it has to have sub, name, roles and exp, and may have no aud.",
            ),
            TokenError::Unknown => refuse("This token is not known here. Sign in again."),
        })
    }
}
