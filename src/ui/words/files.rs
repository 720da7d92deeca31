//! The words of event files. They are apart from the others because their code is loaded when files are opened.

use delivery_app::files::{Origin, Trouble};
use delivery_core::domain::status::Feedback;
use delivery_core::feed::Format;
use delivery_core::feed::providers::Provider;

/// The fixed texts around event files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileLabel {
    /// What the page is called.
    Title,
    /// What it is for.
    Intro,
    /// Where files are dropped.
    Drop,
    /// While files are held above it.
    LetGo,
    /// The way to choose them.
    Choose,
    /// What can be read.
    Kinds,
    /// An address instead of a file.
    Address,
    /// Takes the address.
    Add,
    /// More of them.
    AddMore,
    /// The list.
    Files,
    /// Without this one.
    Remove,
    /// A file is on its way.
    Coming,
    /// They are being read.
    Reading,
    /// Not after all.
    Cancel,
    /// Shows what they make.
    Open,
    /// Why there is nothing to show.
    NothingReadable,
    /// What no file says.
    Counting,
    /// What that means.
    CountingHint,
    /// Until when retries go on.
    Validity,
    /// Its unit, and its cap.
    ValidityHint,
    /// Other than a number of the range.
    ValidityWrong,
    /// Origins side by side.
    Comparison,
    /// Whose events.
    Origin,
    /// What the comparison counts.
    ComparisonHint,
}

/// What is said around event files.
pub trait FileWords: Sync {
    /// A fixed text.
    fn label(&self, label: FileLabel) -> &'static str;
    /// Why a file cannot be read, and what to do.
    fn trouble(&self, trouble: &Trouble) -> String;
    /// Whether deliveries are reported, as a choice.
    fn feedback(&self, feedback: Feedback) -> &'static str;
    /// Sources that are counted together.
    fn others(&self) -> &'static str;
    /// "45 % of 1.2 GB".
    fn read_so_far(&self, share: &str, total: &str) -> String;

    /// A format's name. They are names, in any language.
    fn format(&self, format: Format) -> &'static str {
        match format {
            Format::Of(provider) => provider_name(provider),
            Format::Auto | Format::CloudEvents | Format::Sse => "CloudEvents",
        }
    }

    /// Where events are from.
    fn origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::Provider(provider) => provider_name(*provider).to_string(),
            Origin::Source(source) => source.clone(),
            Origin::Others => self.others().to_string(),
        }
    }
}

/// A provider, as it writes itself.
pub const fn provider_name(provider: Provider) -> &'static str {
    match provider {
        Provider::Ses => "Amazon SES",
        Provider::SendGrid => "SendGrid",
        Provider::SparkPost => "SparkPost",
        Provider::Mailgun => "Mailgun",
        Provider::Postmark => "Postmark",
        Provider::Mailjet => "Mailjet",
        Provider::Brevo => "Brevo",
        Provider::Resend => "Resend",
        Provider::Postal => "Postal",
        Provider::KumoMta => "KumoMTA",
        _ => "",
    }
}
