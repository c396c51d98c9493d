//! Rounds in a directed graph: strongly connected components with an edge inside (Tarjan 1972, without recursion).

/// What the search knows of one vertex.
#[derive(Clone, Copy)]
struct Visit {
    /// Order of discovery; none before it.
    order: Option<usize>,
    /// Earliest vertex reachable that is still on the stack.
    low: usize,
    on_stack: bool,
}

/// The members of every round, each sorted, sorted by their first members.
pub(super) fn rounds(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        edges,
        visits: vec![
            Visit {
                order: None,
                low: 0,
                on_stack: false
            };
            edges.len()
        ],
        stack: Vec::new(),
        discovered: 0,
        rounds: Vec::new(),
    };
    for vertex in 0..edges.len() {
        if search.visits[vertex].order.is_none() {
            search.from(vertex);
        }
    }
    search.rounds.sort_unstable();
    search.rounds
}

struct Search<'a> {
    edges: &'a [Vec<usize>],
    visits: Vec<Visit>,
    stack: Vec<usize>,
    discovered: usize,
    rounds: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn from(&mut self, start: usize) {
        // Each entry is a vertex and the position of the edge to follow next.
        let mut path = vec![(start, 0)];
        self.discover(start);
        while let Some((vertex, next)) = path.last_mut() {
            let (here, edge) = (*vertex, *next);
            *next += 1;
            if let Some(to) = self.edges[here].get(edge).copied() {
                match self.visits[to] {
                    Visit { order: None, .. } => {
                        self.discover(to);
                        path.push((to, 0));
                    }
                    Visit {
                        order: Some(order),
                        on_stack: true,
                        ..
                    } => self.lower(here, order),
                    Visit { .. } => {}
                }
                continue;
            }
            path.pop();
            self.leave(here);
            if let Some((above, _)) = path.last() {
                self.lower(*above, self.visits[here].low);
            }
        }
    }

    fn discover(&mut self, vertex: usize) {
        self.visits[vertex] = Visit {
            order: Some(self.discovered),
            low: self.discovered,
            on_stack: true,
        };
        self.discovered += 1;
        self.stack.push(vertex);
    }

    fn lower(&mut self, vertex: usize, to: usize) {
        let low = &mut self.visits[vertex].low;
        *low = (*low).min(to);
    }

    /// Closes the component whose first vertex this is.
    fn leave(&mut self, vertex: usize) {
        if self.visits[vertex].order != Some(self.visits[vertex].low) {
            return;
        }
        let mut members = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.visits[member].on_stack = false;
            members.push(member);
            if member == vertex {
                break;
            }
        }
        if members.len() > 1 || self.edges[vertex].contains(&vertex) {
            members.sort_unstable();
            self.rounds.push(members);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rounds;

    #[test]
    fn rounds_are_found_and_trees_are_not() {
        let edges = vec![vec![1], vec![2, 3], vec![0], vec![], vec![4], vec![3, 4]];
        assert_eq!(rounds(&edges), vec![vec![0, 1, 2], vec![4]]);
        assert!(rounds(&[vec![1], vec![2], vec![]]).is_empty());
    }
}
