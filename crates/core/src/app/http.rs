//! Requests and answers as values. The shell carries them; what they mean is read here.

use alloc::string::String;
use alloc::vec::Vec;

use serde::de::DeserializeOwned;

use crate::domain::id::{Cursor, Version};
use crate::lean;
use crate::wire::{Problem, ProblemType};

/// HTTP methods in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes.
    Post,
    /// Puts something in the place of another.
    Put,
}

/// A request to the service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Its method.
    pub method: Method,
    /// Its path and query, below the address of the service.
    pub path: String,
    /// Its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its body, JSON.
    pub body: Option<String>,
}

/// What came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// Nothing, or nothing whole: no network, no service, or it took too long. The service may have acted all the same.
    Lost,
    /// An answer.
    Answered(Answer),
}

/// An answer of the service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `ETag`.
    pub version: Option<Version>,
    /// `Last-Event-ID`.
    pub cursor: Option<Cursor>,
    /// The body, text.
    pub body: String,
}

/// Why there is nothing to show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// No answer: no network, or no service.
    Unreachable,
    /// An answer outside the contract: something else listens there, or another version.
    Unreadable,
    /// The service said no, and why.
    Problem(Problem),
}

impl Failure {
    /// Nobody is signed in any more.
    pub(super) fn signed_out() -> Self {
        let (title, detail) = (String::new(), String::new());
        Self::Problem(Problem { kind: ProblemType::SignIn, status: 401, title, detail, fields: Vec::new() })
    }

    /// As if it had been answered.
    pub(super) fn as_reply(&self) -> Reply {
        match self {
            Self::Unreachable | Self::Unreadable => Reply::Lost,
            Self::Problem(problem) => Reply::Answered(Answer {
                status: problem.status,
                version: None,
                cursor: None,
                body: lean::write(problem).unwrap_or_default(),
            }),
        }
    }

    /// The type of the service's problem, if it is one.
    pub const fn kind(&self) -> Option<ProblemType> {
        match self {
            Self::Problem(problem) => Some(problem.kind),
            Self::Unreachable | Self::Unreadable => None,
        }
    }

    /// Whether asking the same again may help without anybody doing anything.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Unreadable => false,
            Self::Problem(problem) => problem.status >= 500 || problem.status == 429,
        }
    }
}

impl Answer {
    /// Whether the service did what was asked.
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// What the service says went wrong. A body that is no problem document (a proxy's page) is told by its status.
    fn problem(&self) -> Failure {
        match lean::read(&self.body) {
            Some(problem) => Failure::Problem(problem),
            None => {
                let kind = match self.status {
                    401 => ProblemType::SignIn,
                    403 => ProblemType::Role,
                    404 => ProblemType::NotFound,
                    410 => ProblemType::CursorGone,
                    412 => ProblemType::Changed,
                    500.. => ProblemType::Unavailable,
                    _ => ProblemType::Other,
                };
                Failure::Problem(Problem {
                    kind,
                    status: self.status,
                    title: String::new(),
                    detail: String::new(),
                    fields: Vec::new(),
                })
            }
        }
    }
}

impl Reply {
    /// Whether the token was refused.
    pub const fn is_unauthorised(&self) -> bool {
        matches!(self, Self::Answered(Answer { status: 401, .. }))
    }

    /// The answer if it is a success, else why not.
    ///
    /// # Errors
    /// No answer, or a problem.
    pub fn success(self) -> Result<Answer, Failure> {
        match self {
            Self::Lost => Err(Failure::Unreachable),
            Self::Answered(answer) if answer.is_success() => Ok(answer),
            Self::Answered(answer) => Err(answer.problem()),
        }
    }

    /// The body of a success as a value.
    ///
    /// # Errors
    /// No answer, a problem, or a body outside the contract.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, Failure> {
        lean::read(&self.success()?.body).ok_or(Failure::Unreadable)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An answer with a JSON body.
    pub(crate) fn answer(status: u16, body: &str) -> Reply {
        Reply::Answered(Answer { status, version: None, cursor: None, body: body.into() })
    }

    #[test]
    fn an_error_is_told_by_its_type_and_without_one_by_its_status() {
        let kind = |reply: Reply| reply.read::<u8>().map_err(|failure| failure.kind());
        assert_eq!(kind(answer(200, "7")), Ok(7));
        assert_eq!(kind(answer(200, "<html>")), Err(None));
        assert_eq!(kind(Reply::Lost), Err(None));
        assert_eq!(kind(answer(502, "<html>bad gateway")), Err(Some(ProblemType::Unavailable)));
        assert_eq!(kind(answer(404, "")), Err(Some(ProblemType::NotFound)));
        let state = r#"{"type":"/problems/state","status":409,"title":"t","detail":"d"}"#;
        assert_eq!(kind(answer(409, state)), Err(Some(ProblemType::State)));
        let unknown = r#"{"type":"/problems/of-tomorrow","status":409,"title":"t","detail":"d"}"#;
        assert_eq!(kind(answer(409, unknown)), Err(Some(ProblemType::Other)));
    }
}
