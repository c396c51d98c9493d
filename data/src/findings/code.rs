//! The codes: fixed names of rules, never reused for another meaning.

use super::index::{self, Entry};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is planned until it is put right.
    Error,
    /// The plan is made; a figure is likely wrong.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word shown before the code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Which step reports a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Finder {
    /// The table reader of this crate.
    Tables,
    /// The reader of run configs and policies.
    Config,
    /// The planner, which knows the network and can solve a program.
    Planner,
    /// The readers of public formats.
    Import,
}

macro_rules! codes {
    ($($name:ident),+ $(,)?) => {
        /// One rule. The letter names its group: files, values, ids, recipes, network, config, public formats.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "each code is explained in the error index, `Code::entry`")]
        pub enum Code { $($name),+ }

        impl Code {
            /// Every code, in the order of the error index.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as it is printed, such as `V03`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }
    };
}

codes!(
    F01, F02, F03, F04, F05, F06, F07, F08, F09, F10, F11, //
    V01, V02, V03, V04, V05, V06, V07, V08, V09, V10, V11, V12, V13, V14, V15, V16, //
    I01, I02, I03, I04, I05, I06, //
    R01, R02, R03, R04, R05, //
    N01, N02, N03, N04, N05, //
    C01, C02, C03, C04, C05, C06, //
    P01, P02, P03, P04, P05, P06,
);

impl Code {
    /// The code's entry in the error index.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        index::entry(self)
    }

    /// What is wrong, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.entry().title
    }

    /// Why the rule exists and what breaks it.
    #[must_use]
    pub fn cause(self) -> &'static str {
        self.entry().cause
    }

    /// What to do, where the finding itself says nothing more precise.
    #[must_use]
    pub fn action(self) -> &'static str {
        self.entry().action
    }

    /// The usual severity; a finding may carry a lesser one, as V10 and I03 do.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// The step that reports it.
    #[must_use]
    pub const fn finder(self) -> Finder {
        match self {
            Self::C01 | Self::C02 | Self::C03 | Self::C04 | Self::C05 | Self::C06 => Finder::Config,
            Self::R03 | Self::N01 | Self::N02 | Self::N03 | Self::N04 | Self::N05 => Finder::Planner,
            Self::P01 | Self::P02 | Self::P03 | Self::P04 | Self::P05 | Self::P06 => Finder::Import,
            _ => Finder::Tables,
        }
    }

    /// The code of that name, such as `V03`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
