//! Arcs of the continent in a petgraph: a link gives one arc forward and, if it is two-way, one backward.

use crate::plan::terms;
use data::model::{CommodityIndex, Continent, LinkIndex, ModeIndex, NodeIndex};
use petgraph::graph::DiGraph;

/// Position of an [`Arc`] in [`Network::arcs`]; also petgraph's edge index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct ArcIndex(pub usize);

pub use crate::plan::rows::Direction;

/// One link in one direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc {
    /// The link or terminal.
    pub link: LinkIndex,
    /// Along or against the link.
    pub direction: Direction,
    /// Its mode.
    pub mode: ModeIndex,
    /// Where it departs.
    pub tail: NodeIndex,
    /// Where it arrives.
    pub head: NodeIndex,
    /// Fraction of what departs that arrives.
    pub keep: f64,
}

/// The multimodal network: nodes as in the continent, arcs in link order, forward before backward.
#[derive(Debug)]
pub struct Network<'a> {
    /// The continent it was built from.
    pub continent: &'a Continent,
    /// The graph; node weights are the continent's indices, edge weights positions in `arcs`.
    pub graph: DiGraph<NodeIndex, ArcIndex>,
    /// All arcs.
    pub arcs: Vec<Arc>,
}

impl<'a> Network<'a> {
    /// The network of a continent.
    #[must_use]
    pub fn new(continent: &'a Continent) -> Self {
        let mut graph = DiGraph::with_capacity(continent.nodes.len(), continent.links.len() * 2);
        for position in 0..continent.nodes.len() {
            graph.add_node(NodeIndex::from_position(position));
        }
        let mut network = Self {
            continent,
            graph,
            arcs: Vec::with_capacity(continent.links.len() * 2),
        };
        for (position, link) in continent.links.iter().enumerate() {
            let index = LinkIndex::from_position(position);
            network.add_arc(index, Direction::Forward, link.from, link.to);
            if link.two_way {
                network.add_arc(index, Direction::Backward, link.to, link.from);
            }
        }
        network
    }

    /// Arcs of a link: forward, and backward if it is two-way.
    pub fn arcs_of(&self, link: LinkIndex) -> impl Iterator<Item = ArcIndex> + '_ {
        // Arcs are in link order.
        let first = self.arcs.partition_point(|arc| arc.link < link);
        let same = self.arcs[first..].iter().take_while(move |arc| arc.link == link);
        same.enumerate().map(move |(offset, _)| ArcIndex(first + offset))
    }

    /// Whether the arc's mode carries the commodity.
    #[must_use]
    pub fn carries(&self, arc: ArcIndex, commodity: CommodityIndex) -> bool {
        let carriages = &self.continent[self.arcs[arc.0].mode].carriages;
        carriages.binary_search_by_key(&commodity, |c| c.commodity).is_ok()
    }

    /// Arcs that arrive at a node, in link order.
    pub fn arcs_into(&self, node: NodeIndex) -> impl Iterator<Item = ArcIndex> + '_ {
        let incoming = self
            .graph
            .edges_directed(graph_node(node), petgraph::Direction::Incoming);
        let mut arcs: Vec<ArcIndex> = incoming.map(|edge| *edge.weight()).collect();
        arcs.sort_unstable();
        arcs.into_iter()
    }

    fn add_arc(&mut self, link: LinkIndex, direction: Direction, tail: NodeIndex, head: NodeIndex) {
        let record = &self.continent[link];
        let keep = terms::kept_by_link(self.continent, link);
        let index = ArcIndex(self.arcs.len());
        self.arcs.push(Arc {
            link,
            direction,
            mode: record.mode,
            tail,
            head,
            keep,
        });
        self.graph.add_edge(graph_node(tail), graph_node(head), index);
    }
}

/// A node's index in the graph: the same number.
#[must_use]
pub(crate) fn graph_node(node: NodeIndex) -> petgraph::graph::NodeIndex {
    petgraph::graph::NodeIndex::new(node.position())
}
