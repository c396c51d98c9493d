//! In which file of a copy an answer lies; `planner/page/src/source.ts` computes the same.
//!
//! Invariant: a path is that of the API below `api/v1/`, with parameters in alphabetical order.

/// Files that answers about single nodes, sites and links are spread over, for each kind and plan.
const FILES_A_KIND: u32 = 256;

/// The name of the file that holds an answer, without its ending. Answers about one node lie together, and so do those of
/// some sites or links; everything else lies with what is asked with it.
pub(super) fn file_of(path: &str) -> String {
    let plain = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = plain.split('/').collect();
    let shared = match parts[..] {
        ["plans", plan, kind @ ("nodes" | "sites" | "links"), id, ..] => {
            format!("plans/{plan}/{kind}/{}", hash(id) % FILES_A_KIND)
        }
        ["compare", ..] | [_, _, "flows", ..] => path.to_owned(),
        _ => parts[..parts.len().min(3)].join("/"),
    };
    format!("{:08x}", hash(&shared))
}

/// FNV-1a, 32 bits.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_its_authors() {
        assert_eq!(hash(""), 0x811c_9dc5);
        assert_eq!(hash("a"), 0xe40c_292c);
        assert_eq!(hash("foobar"), 0xbf9c_f968);
    }

    #[test]
    fn answers_about_one_place_lie_together() {
        let node = file_of("plans/p/nodes/chicago-il");
        assert_eq!(node, file_of("plans/p/nodes/chicago-il/supply/steel?top=20"));
        assert_ne!(node, file_of("plans/q/nodes/chicago-il"));
        assert_ne!(
            file_of("plans/p/flows?commodity=steel"),
            file_of("plans/p/flows?commodity=corn")
        );
        assert_eq!(
            file_of("plans/p/tables/links?limit=100&offset=0"),
            file_of("plans/p/tables/areas")
        );
    }

    #[test]
    fn names_are_those_that_the_page_computes() {
        // The same paths and names stand in planner/page/tests/unit/source.test.ts.
        assert_eq!(file_of("plans"), "b6caddb3");
        assert_eq!(file_of("plans/p/nodes/chicago-il/supply/steel?top=20"), "8b77ace5");
        assert_eq!(file_of("compare/p/q/flows?commodity=a%26b"), "015f207e");
    }
}
