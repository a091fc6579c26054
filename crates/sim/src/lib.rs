//! The world around the queue.
