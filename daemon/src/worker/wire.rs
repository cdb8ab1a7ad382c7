//! The stream socket between daemon and worker: frames, and descriptors that travel with them.

use std::collections::VecDeque;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use rustix::cmsg_space;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags,
};

use crate::worker::frame::{FRAME_BYTES_MAX, Malformed};

/// Descriptors that one message can carry; the kernel takes 253.
pub const DESCRIPTORS_MAX: usize = 128;
const READ_BYTES: usize = 64 * 1024;
/// A buffer that grew past this for one large frame is given back.
const KEPT_BYTES: usize = 4 << 20;

/// Whether a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Calls wait until they are done.
    Blocking,
    /// Calls do what they can at once.
    NonBlocking,
}

/// One end of the socket.
pub struct Wire {
    socket: OwnedFd,
    mode: Mode,
    incoming: Vec<u8>,
    /// The part of `incoming` that was received and not taken.
    unread: Range<usize>,
    descriptors: VecDeque<OwnedFd>,
    /// Descriptors that one message may bring.
    descriptors_wanted: usize,
    outgoing: VecDeque<Outgoing>,
}

struct Outgoing {
    bytes: Vec<u8>,
    sent: usize,
    descriptors: Vec<Arc<OwnedFd>>,
}

/// What came of waiting for input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Some bytes.
    Bytes,
    /// Nothing now (non-blocking only).
    Nothing,
    /// The other side is gone.
    End,
}

impl Wire {
    /// Wraps a connected socket. One message may bring as many descriptors as are wanted; an untrusted side may bring
    /// none.
    pub fn new(socket: OwnedFd, mode: Mode, descriptors_wanted: usize) -> Wire {
        Wire {
            socket,
            mode,
            incoming: Vec::new(),
            unread: 0..0,
            descriptors: VecDeque::new(),
            descriptors_wanted,
            outgoing: VecDeque::new(),
        }
    }

    /// Reads once from the socket.
    ///
    /// # Errors
    /// When the socket fails.
    pub fn receive(&mut self) -> io::Result<Received> {
        self.make_room();
        let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let mut flags = RecvFlags::CMSG_CLOEXEC;
        if self.mode == Mode::NonBlocking {
            flags |= RecvFlags::DONTWAIT;
        }
        let message = rustix::io::retry_on_intr(|| {
            let mut parts = [IoSliceMut::new(&mut self.incoming[self.unread.end..])];
            rustix::net::recvmsg(&self.socket, &mut parts, &mut ancillary, flags)
        });
        let message = match message {
            Ok(message) => message,
            Err(rustix::io::Errno::AGAIN) => return Ok(Received::Nothing),
            Err(rustix::io::Errno::CONNRESET) => return Ok(Received::End),
            Err(error) => return Err(error.into()),
        };
        self.unread.end += message.bytes;
        let before = self.descriptors.len();
        for part in ancillary.drain() {
            if let RecvAncillaryMessage::ScmRights(descriptors) = part {
                self.descriptors.extend(descriptors);
            }
        }
        if self.descriptors.len() - before > self.descriptors_wanted {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "descriptors that nobody wants"));
        }
        if message.flags.contains(ReturnFlags::CTRUNC) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "more descriptors than expected"));
        }
        Ok(if message.bytes == 0 { Received::End } else { Received::Bytes })
    }

    /// Moves what is unread to the front and sees that a whole read fits behind it.
    fn make_room(&mut self) {
        if self.unread.start > 0 {
            self.incoming.copy_within(self.unread.clone(), 0);
            self.unread = 0..self.unread.len();
        }
        let wanted = self.unread.end + READ_BYTES;
        if self.incoming.len() < wanted {
            // Doubling, so that a large frame is not copied once per read.
            self.incoming.resize(wanted.max(2 * self.incoming.len()), 0);
        } else if self.unread.is_empty() && self.incoming.len() > KEPT_BYTES {
            self.incoming = vec![0; READ_BYTES];
        }
    }

    /// Takes the next whole frame that was received: its type and its body.
    ///
    /// # Errors
    /// When its length is impossible; the connection is then of no more use.
    pub fn next_frame(&mut self) -> Result<Option<(u8, &[u8])>, Malformed> {
        let rest = &self.incoming[self.unread.clone()];
        let Some((length, _)) = rest.split_first_chunk::<4>() else { return Ok(None) };
        let length = u32::from_le_bytes(*length) as usize;
        if length == 0 || length > FRAME_BYTES_MAX {
            return Err(Malformed("its length is impossible"));
        }
        if rest.len() < 4 + length {
            return Ok(None);
        }
        let body = self.unread.start + 5..self.unread.start + 4 + length;
        self.unread.start = body.end;
        Ok(Some((self.incoming[body.start - 1], &self.incoming[body])))
    }

    /// Whether the last read filled all the room that it had, so that there may be more to read.
    pub fn is_full(&self) -> bool {
        self.unread.end == self.incoming.len()
    }

    /// Whether bytes were received and not taken.
    pub fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Takes the next descriptor that was received.
    pub fn next_descriptor(&mut self) -> Option<OwnedFd> {
        self.descriptors.pop_front()
    }

    /// Queues a frame, with descriptors that arrive no later than it does.
    pub fn queue(&mut self, frame: Vec<u8>, descriptors: Vec<Arc<OwnedFd>>) {
        self.outgoing.push_back(Outgoing { bytes: frame, sent: 0, descriptors });
    }

    /// Whether frames wait to be sent.
    pub fn has_queued(&self) -> bool {
        !self.outgoing.is_empty()
    }

    /// Sends queued frames: all of them when blocking, else as many as the socket takes now.
    ///
    /// # Errors
    /// When the socket fails; `BrokenPipe` when the other side is gone.
    pub fn flush(&mut self) -> io::Result<()> {
        while let Some(next) = self.outgoing.front_mut() {
            let descriptors: Vec<BorrowedFd<'_>> = next.descriptors.iter().map(|fd| fd.as_fd()).collect();
            let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
            let mut ancillary = SendAncillaryBuffer::new(&mut space);
            if !descriptors.is_empty() && !ancillary.push(SendAncillaryMessage::ScmRights(&descriptors)) {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "too many descriptors for one frame"));
            }
            let mut flags = SendFlags::NOSIGNAL;
            if self.mode == Mode::NonBlocking {
                flags |= SendFlags::DONTWAIT;
            }
            let part = [IoSlice::new(&next.bytes[next.sent..])];
            match rustix::net::sendmsg(&self.socket, &part, &mut ancillary, flags) {
                Ok(sent) => {
                    next.sent += sent;
                    next.descriptors.clear();
                    if next.sent == next.bytes.len() {
                        self.outgoing.pop_front();
                    }
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

impl AsFd for Wire {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::sealed;
    use crate::worker::frame::{self, File, Sent};
    use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};

    #[test]
    fn frames_and_descriptors_arrive_in_order_however_they_are_cut() {
        let (near, far) = socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None).unwrap();
        let mut near = Wire::new(near, Mode::NonBlocking, 0);
        let mut far = Wire::new(far, Mode::NonBlocking, DESCRIPTORS_MAX);
        let content = vec![b'x'; 300_000];
        for sequence in 0..20 {
            let file = File {
                sequence,
                attempt: 0,
                without: frame::Places::default(),
                hash: [0; 32],
                name: "n",
                from: 0,
                most: 1,
                apart: false,
                content: Sent::Inline(&content),
            };
            let descriptors = match sequence % 3 {
                0 => vec![Arc::new(sealed("n", &sequence.to_le_bytes()).unwrap())],
                _ => Vec::new(),
            };
            near.queue(file.encode(), descriptors);
        }
        let mut seen = 0;
        while seen < 20 {
            near.flush().unwrap();
            far.receive().unwrap();
            let mut frames = Vec::new();
            while let Some((kind, body)) = far.next_frame().unwrap() {
                assert_eq!(kind, frame::FILE);
                frames.push(File::decode(body).unwrap().sequence);
            }
            for sequence in frames {
                assert_eq!(sequence, seen);
                if sequence % 3 == 0 {
                    let mut bytes = [0; 8];
                    rustix::io::pread(far.next_descriptor().unwrap(), &mut bytes, 0).unwrap();
                    assert_eq!(u64::from_le_bytes(bytes), sequence);
                }
                seen += 1;
            }
        }
        drop(near);
        assert_eq!(far.receive().unwrap(), Received::End);
    }

    #[test]
    fn descriptors_that_nobody_wants_are_closed_and_end_the_talk() {
        let (near, far) = socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None).unwrap();
        let (mut near, mut far) = (Wire::new(near, Mode::Blocking, 0), Wire::new(far, Mode::Blocking, 0));
        near.queue(frame::drain(), vec![Arc::new(sealed("n", b"x").unwrap())]);
        near.flush().unwrap();
        assert_eq!(far.receive().unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn an_impossible_length_is_malformed() {
        let (near, far) = socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None).unwrap();
        let (mut near, mut far) = (Wire::new(near, Mode::Blocking, 0), Wire::new(far, Mode::Blocking, 0));
        near.queue(vec![0xff, 0xff, 0xff, 0xff, 1], Vec::new());
        near.flush().unwrap();
        far.receive().unwrap();
        assert!(far.next_frame().is_err());
    }
}
