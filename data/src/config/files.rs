//! Reading the files of a run under limits.

use super::document::{Mentioned, parse, parse_run};
use super::keys::POLICY_KEYS;
use super::run::RunConfig;
use crate::findings::{Code, Finding, Findings};
use crate::foreign;
use crate::model::Policy;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::Path;

/// Largest config or policy, bytes. The longest real one has a few thousand.
const LARGEST_FILE: u64 = 1 << 20;

/// A policy and the file it came from, as written in the config.
pub(crate) struct PolicyFile {
    pub(crate) file: String,
    pub(crate) policy: Policy,
}

/// The file's name, which findings call it by.
pub(crate) fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Reads the run config, none when there was an error, and the files it names.
pub(super) fn read_run(path: &Path, findings: &mut Findings) -> (Option<RunConfig>, Mentioned) {
    let Some(text) = read_text(path, &path.display().to_string(), findings) else {
        return (None, Mentioned::default());
    };
    let (mut run, mentioned) = parse_run(&text, &name(path), findings);
    if let Some(run) = &mut run {
        run.folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    }
    (run, mentioned)
}

/// Reads every policy that can be read; the paths are relative to the folder.
pub(crate) fn read_policies(folder: &Path, files: &[String], findings: &mut Findings) -> Vec<PolicyFile> {
    let mut policies = Vec::with_capacity(files.len());
    for file in files {
        let text = read_text(&folder.join(file), file, findings);
        let policy = text.and_then(|t| parse(&t, file, POLICY_KEYS, findings));
        policies.extend(policy.map(|policy| PolicyFile {
            file: file.clone(),
            policy,
        }));
    }
    policies
}

/// Whether the token file is there and its owner's alone. Its content is not read here, and never shown.
pub(super) fn look_at_token(folder: &Path, written: &str, findings: &mut Findings) {
    match std::fs::metadata(folder.join(written)) {
        Ok(facts) if !facts.is_file() => findings.push(missing(written, "it is not a file")),
        Ok(facts) => findings.extend(others_may_read(&facts).map(|mode| {
            Finding::new(Code::C06, written, format!("its mode is {mode:03o}"))
                .with_action(format!("Take the rights of others away: chmod 600 {written}."))
        })),
        Err(error) => findings.push(missing(written, reason(&error))),
    }
}

/// The mode of the file, if its group or others have any right to it.
#[cfg(unix)]
fn others_may_read(facts: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = facts.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Other systems keep rights elsewhere.
#[cfg(not(unix))]
fn others_may_read(_facts: &Metadata) -> Option<u32> {
    None
}

/// The text of a file that is there, small enough, and UTF-8.
pub(crate) fn read_text(path: &Path, shown_as: &str, findings: &mut Findings) -> Option<String> {
    let bytes = match foreign::read(path, LARGEST_FILE) {
        Ok(bytes) => bytes,
        Err(error) => {
            findings.push(unreadable(shown_as, &error));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let seen = format!("byte {} is not UTF-8", error.utf8_error().valid_up_to() + 1);
            findings.push(Finding::new(Code::F10, shown_as, seen));
            None
        }
    }
}

fn unreadable(shown_as: &str, error: &std::io::Error) -> Finding {
    if error.kind() != ErrorKind::FileTooLarge {
        return missing(shown_as, reason(error));
    }
    let seen = format!("more than {LARGEST_FILE} bytes");
    Finding::new(Code::F08, shown_as, seen).with_action("Give a config or policy of that size at most.")
}

fn missing(shown_as: &str, seen: &str) -> Finding {
    Finding::new(Code::F01, shown_as, seen)
        .with_action("Check the path; paths in a config are relative to the config file.")
}

fn reason(error: &std::io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file",
        ErrorKind::PermissionDenied => "it may not be read",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::InvalidInput => "it is not a file",
        _ => "it cannot be read",
    }
}
