//! The words of the tray, whose code is loaded later.

use delivery_core::feed::providers::Provider;

use super::files::provider_name;

/// The fixed texts of the tray.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TrayLabel {
    /// What it is called.
    Title,
    /// What it is for.
    Hint,
    /// All is filed.
    Empty,
    /// Where a heap belongs.
    Delivery,
    /// Files it there.
    Assign,
    /// Nothing was written there.
    DeliveryMissing,
    /// Throws it away.
    Discard,
    /// Not after all.
    Keep,
    /// It is gone.
    Discarded,
    /// What one of them looks like.
    Sample,
    /// The owner's own engine.
    Engine,
}

/// What is said of the tray.
pub trait TrayWords: Sync {
    /// A fixed text.
    fn label(&self, label: TrayLabel) -> &'static str;
    /// "Tray · 12".
    fn button(&self, count: u64, shown: &str) -> String;
    /// What happened, by the contract's word for it: "clicked", "auto replied".
    fn kind(&self, kind: &str) -> String {
        kind.replace('_', " ")
    }

    /// "12 × clicked, from Postmark".
    fn heap(&self, shown: &str, kind: &str, provider: &str) -> String;
    /// Why a heap is here, by the service's name for it, and what it names.
    fn reason(&self, reason: &str, named: Option<&str>) -> String;
    /// When they came.
    fn came(&self, first: &str, last: Option<&str>) -> String;
    /// Before it is thrown away.
    fn discard_first(&self, count: u64, shown: &str) -> String;
    /// It is filed.
    fn assigned(&self, delivery: &str) -> String;

    /// Who posted something. Providers have names, in any language.
    fn provider(&self, name: &str) -> String {
        match Provider::named(name) {
            Some(provider) => provider_name(provider).to_string(),
            None if name == "engine" => self.label(TrayLabel::Engine).to_string(),
            None => name.to_string(),
        }
    }
}
