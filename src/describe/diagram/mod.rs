//! Pictures in text: a journey as a graph, a run as a sequence diagram.
//!
//! Everything is drawn from the structures the engine executes and the events it emits, so a
//! picture cannot differ from what runs. Nothing here reads a file or a terminal.

mod escape;
mod graph;
mod graph_dot;
mod graph_mermaid;
mod graph_text;
mod sequence;
mod sequence_mermaid;
mod sequence_text;
mod text_style;

pub(super) use graph::drawn;
pub use graph::{Edge, Graph, GraphNode, NodeChild, Reference, To, graph};
pub use graph_dot::dot;
pub use graph_mermaid::mermaid;
pub use graph_text::text;
pub use sequence::{Lane, Place, Row, sequence};
pub use sequence_mermaid::sequence_mermaid;
pub use sequence_text::sequence_text;
pub use text_style::{TextStyle, count};
