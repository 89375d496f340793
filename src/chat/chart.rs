//! A chart beside the words of a message, as plain values: an adapter has it drawn when it sends it.

use serde::{Deserialize, Serialize};

/// What a chart shows. It repeats what the message says, so that nobody misses anything without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    pub title: String,
    /// Small print below it; empty where there is none.
    pub foot: String,
    /// The same in words, for whoever does not see it: at most [`super::limits::ALT`] units.
    pub alt: String,
    pub shape: Shape,
}

#[cfg(test)]
impl Chart {
    /// A board of one partner, for the tests of adapters.
    pub fn of_one(name: &str) -> Self {
        let bar = Bar {
            rank: "1".into(),
            name: name.into(),
            code: "NOR".into(),
            value: "7".into(),
            size: 7,
        };
        Self {
            title: "Approved referrals".into(),
            foot: String::new(),
            alt: format!("Bar chart. 1: {name}, 7."),
            shape: Shape::Bars(vec![bar]),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// From top to bottom.
    Bars(Vec<Bar>),
    /// From left to right.
    Lines(Lines),
}

/// A bar, with what stands before and behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// The place; empty where there is none.
    pub rank: String,
    pub name: String,
    /// Stands there where too little of the name can be drawn; the name itself where this is empty.
    pub code: String,
    pub value: String,
    /// How long it is, beside the others of the chart.
    pub size: u64,
}

/// Lines over the same points in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// What stands below each point.
    pub points: Vec<String>,
    /// At most three, which differ by colour, by the shape of their points and by how they are drawn.
    pub series: Vec<Series>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    pub name: String,
    /// One for each point.
    pub values: Vec<u32>,
}
