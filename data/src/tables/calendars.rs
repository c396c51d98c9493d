//! Which calendars a folder of tables has, for whoever has to choose one before reading.

use super::limits::Limits;
use super::{cells, files};
use crate::dictionary::input_table;
use std::path::Path;

/// Ids of the calendars in the periods table, in order of appearance; none when the table cannot be read, which reading
/// the continent then reports.
#[must_use]
pub fn calendars(folder: &Path) -> Vec<String> {
    let mut unheard = Vec::new();
    let located = files::locate(folder, &mut unheard);
    let Some(table) = input_table("periods") else {
        return Vec::new();
    };
    let Some(file) = located.iter().find(|file| file.table.name == table.name) else {
        return Vec::new();
    };
    let Some(frame) = files::load(file, &Limits::default(), &mut unheard).frame else {
        return Vec::new();
    };
    let typed = cells::type_cells(table, &file.name, &frame, &mut unheard);
    let mut calendars: Vec<String> = Vec::new();
    for id in typed.texts("calendar").iter(frame.rows) {
        if !id.is_empty() && !calendars.iter().any(|known| known == id) {
            calendars.push(id.to_owned());
        }
    }
    calendars
}
