//! Bodies on their way to clients, and how much of them there may be.
//!
//! A client that reads slowly, or not at all, holds what it asked for in memory. Large bodies therefore take from a budget
//! until their last piece is handed over; beyond it there are none.

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// All large bodies on their way, KiB.
const BUDGET_KIB: usize = 128 << 10;
/// Bodies from this size on take from the budget, KiB; smaller ones are bounded by the number of requests.
const LARGE_KIB: usize = 64;
/// Handed over at a time, bytes: a connection takes the next piece when it has room.
const PIECE: usize = 16 << 10;

/// The budget.
#[derive(Debug)]
pub(super) struct Metered(Arc<Semaphore>);

impl Default for Metered {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(BUDGET_KIB)))
    }
}

impl Metered {
    /// A body of these bytes; none when the budget is spent.
    pub(super) fn body(&self, bytes: Bytes) -> Option<Sent> {
        let kib = bytes.len() >> 10;
        let permit = if kib < LARGE_KIB {
            None
        } else {
            let asked = u32::try_from(kib.min(BUDGET_KIB)).ok()?;
            Some(Arc::clone(&self.0).try_acquire_many_owned(asked).ok()?)
        };
        Some(Sent { bytes, _permit: permit })
    }
}

/// A body that is handed over piece by piece.
#[derive(Debug)]
pub(super) struct Sent {
    bytes: Bytes,
    _permit: Option<OwnedSemaphorePermit>,
}

impl hyper::body::Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.bytes.len().min(PIECE);
        let piece = self.bytes.split_to(next);
        Poll::Ready((next > 0).then(|| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}

/// The body as the router passes it on.
pub(super) fn into_axum(sent: Sent) -> Body {
    Body::new(sent)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn large_bodies_take_from_the_budget_until_they_are_gone() {
        let metered = Metered::default();
        let large = || Bytes::from(vec![0; BUDGET_KIB * 1024 / 2]);
        let (one, other) = (metered.body(large()).unwrap(), metered.body(large()).unwrap());
        assert!(metered.body(large()).is_none());
        assert!(metered.body(Bytes::from_static(b"small")).is_some());
        drop(one);
        assert!(metered.body(large()).is_some());
        drop(other);
    }

    #[test]
    fn the_pieces_are_the_whole() {
        let bytes: Vec<u8> = (0..PIECE * 2 + 5).map(|n| (n % 251) as u8).collect();
        let mut sent = Metered::default().body(Bytes::from(bytes.clone())).unwrap();
        let mut context = Context::from_waker(std::task::Waker::noop());
        let mut joined = Vec::new();
        while let Poll::Ready(Some(frame)) = hyper::body::Body::poll_frame(Pin::new(&mut sent), &mut context) {
            joined.extend_from_slice(&frame.unwrap().into_data().unwrap());
        }
        assert!(joined == bytes);
    }
}
