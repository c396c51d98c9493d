//! The error index: title, cause, action and usual severity of every code.

mod config;
mod files;
mod ids;
mod import;
mod network;
mod recipes;
mod values;

use super::code::{Code, Severity};

/// What the error index says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why the rule exists and what breaks it.
    pub cause: &'static str,
    /// What to do.
    pub action: &'static str,
    /// The usual severity.
    pub severity: Severity,
}

/// An entry whose findings stop the run.
const fn error(title: &'static str, cause: &'static str, action: &'static str) -> Entry {
    Entry {
        title,
        cause,
        action,
        severity: Severity::Error,
    }
}

/// An entry whose findings leave a plan possible, but one that is likely not what was wanted.
const fn warning(title: &'static str, cause: &'static str, action: &'static str) -> Entry {
    Entry {
        title,
        cause,
        action,
        severity: Severity::Warning,
    }
}

/// An entry whose findings are worth knowing.
const fn note(title: &'static str, cause: &'static str, action: &'static str) -> Entry {
    Entry {
        title,
        cause,
        action,
        severity: Severity::Note,
    }
}

/// The entry of a code.
pub(super) const fn entry(code: Code) -> &'static Entry {
    match code {
        Code::F01 => &files::F01,
        Code::F02 => &files::F02,
        Code::F03 => &files::F03,
        Code::F04 => &files::F04,
        Code::F05 => &files::F05,
        Code::F06 => &files::F06,
        Code::F07 => &files::F07,
        Code::F08 => &files::F08,
        Code::F09 => &files::F09,
        Code::F10 => &files::F10,
        Code::F11 => &files::F11,
        Code::V01 => &values::V01,
        Code::V02 => &values::V02,
        Code::V03 => &values::V03,
        Code::V04 => &values::V04,
        Code::V05 => &values::V05,
        Code::V06 => &values::V06,
        Code::V07 => &values::V07,
        Code::V08 => &values::V08,
        Code::V09 => &values::V09,
        Code::V10 => &values::V10,
        Code::V11 => &values::V11,
        Code::V12 => &values::V12,
        Code::V13 => &values::V13,
        Code::V14 => &values::V14,
        Code::V15 => &values::V15,
        Code::V16 => &values::V16,
        Code::I01 => &ids::I01,
        Code::I02 => &ids::I02,
        Code::I03 => &ids::I03,
        Code::I04 => &ids::I04,
        Code::I05 => &ids::I05,
        Code::I06 => &ids::I06,
        Code::R01 => &recipes::R01,
        Code::R02 => &recipes::R02,
        Code::R03 => &recipes::R03,
        Code::R04 => &recipes::R04,
        Code::R05 => &recipes::R05,
        Code::N01 => &network::N01,
        Code::N02 => &network::N02,
        Code::N03 => &network::N03,
        Code::N04 => &network::N04,
        Code::N05 => &network::N05,
        Code::C01 => &config::C01,
        Code::C02 => &config::C02,
        Code::C03 => &config::C03,
        Code::C04 => &config::C04,
        Code::C05 => &config::C05,
        Code::C06 => &config::C06,
        Code::P01 => &import::P01,
        Code::P02 => &import::P02,
        Code::P03 => &import::P03,
        Code::P04 => &import::P04,
        Code::P05 => &import::P05,
        Code::P06 => &import::P06,
    }
}
