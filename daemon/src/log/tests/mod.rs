//! Journal, log and recovery together, over a disk that dies at every call in turn.

mod crash;
mod disk;
mod durable;
mod sequences;
