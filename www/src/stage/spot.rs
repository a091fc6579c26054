//! Places of the structure that the canvas must know: each is an element with a `data-spot`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use sim::WorkerId;

/// The three places of a message in a queue, in the order in which they are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bay {
    /// Before the end of its delay.
    Delayed,
    /// Waits, or waits behind its group.
    Visible,
    /// Handed out.
    InFlight,
}

/// A place of the structure; numbers are indexes in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A producer's card.
    Producer(u32),
    /// A topic's box.
    Topic(u32),
    /// The floor of a bay.
    Bay(u32, Bay),
    /// Where messages that left for good are counted.
    Exit(u32),
    /// Where a worker holds its message.
    Worker(WorkerId),
}

/// Not the name of a spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseSpotError;

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Producer(index) => write!(f, "producer {index}"),
            Self::Topic(index) => write!(f, "topic {index}"),
            Self::Bay(queue, Bay::Delayed) => write!(f, "delayed {queue}"),
            Self::Bay(queue, Bay::Visible) => write!(f, "visible {queue}"),
            Self::Bay(queue, Bay::InFlight) => write!(f, "in-flight {queue}"),
            Self::Exit(queue) => write!(f, "exit {queue}"),
            Self::Worker(worker) => write!(f, "worker {} {}", worker.consumer, worker.index),
        }
    }
}

impl FromStr for Spot {
    type Err = ParseSpotError;

    fn from_str(text: &str) -> Result<Self, ParseSpotError> {
        let mut words = text.split(' ');
        let name = words.next().ok_or(ParseSpotError)?;
        let mut number = || words.next().and_then(|word| word.parse::<u32>().ok()).ok_or(ParseSpotError);
        match name {
            "producer" => Ok(Self::Producer(number()?)),
            "topic" => Ok(Self::Topic(number()?)),
            "delayed" => Ok(Self::Bay(number()?, Bay::Delayed)),
            "visible" => Ok(Self::Bay(number()?, Bay::Visible)),
            "in-flight" => Ok(Self::Bay(number()?, Bay::InFlight)),
            "exit" => Ok(Self::Exit(number()?)),
            "worker" => Ok(Self::Worker(WorkerId { consumer: number()?, index: number()? })),
            _ => Err(ParseSpotError),
        }
    }
}

/// A point in CSS pixels from the stage's top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A rectangle in CSS pixels from the stage's top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// The middle.
    pub fn centre(self) -> Point {
        Point { x: self.x + self.w / 2.0, y: self.y + self.h / 2.0 }
    }
}

/// Where everything is, measured when the size or the structure changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width of the stage.
    pub width: f64,
    /// Height of the stage.
    pub height: f64,
    /// Measured places.
    pub spots: BTreeMap<Spot, Rect>,
}

impl Layout {
    /// A measured place.
    pub fn get(&self, spot: Spot) -> Option<Rect> {
        self.spots.get(&spot).copied()
    }

    /// A bay's floor; a queue that shows one bay only has its messages there.
    pub fn bay(&self, queue: u32, bay: Bay) -> Option<Rect> {
        self.get(Spot::Bay(queue, bay)).or_else(|| self.get(Spot::Bay(queue, Bay::Visible)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spots_read_back_what_they_print() {
        let worker = WorkerId { consumer: 2, index: 11 };
        for spot in [
            Spot::Producer(3),
            Spot::Topic(2),
            Spot::Bay(0, Bay::Delayed),
            Spot::Bay(1, Bay::Visible),
            Spot::Bay(2, Bay::InFlight),
            Spot::Exit(4),
            Spot::Worker(worker),
        ] {
            assert_eq!(spot.to_string().parse(), Ok(spot));
        }
        assert_eq!("worker 1".parse::<Spot>(), Err(ParseSpotError));
        assert_eq!("bay 1".parse::<Spot>(), Err(ParseSpotError));
    }
}
