//! `GZipStream`, `DeflateStream` and `ZLibStream`: bytes that are compressed or expanded on their way.

use std::fmt;
use std::io::{self, Read, Write};
use std::rc::Rc;

use flate2::Compression;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::{ByteStream, io_error};
use crate::error::ShellError;

/// What the compressed bytes look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// With the head and the checksum of a `.gz` file (RFC 1952).
    Gzip,
    /// Bare (RFC 1951).
    Deflate,
    /// With a head of two bytes and a checksum (RFC 1950).
    Zlib,
}

/// The stream below, as the library of compression reads and writes it.
struct Below(Rc<ByteStream>);

impl Read for Below {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0
            .read(into)
            .map_err(|error| io::Error::other(error.message))
    }
}

impl Write for Below {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .write(bytes)
            .map(|()| bytes.len())
            .map_err(|error| io::Error::other(error.message))
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Way {
    Expands(Box<dyn Read>),
    Gzip(GzEncoder<Below>),
    Deflate(DeflateEncoder<Below>),
    Zlib(ZlibEncoder<Below>),
}

/// A stream of compressed bytes above another one.
pub struct Packed {
    packing: Packing,
    way: Way,
    /// The stream below, which is closed with this one unless it is left open.
    below: Option<Rc<ByteStream>>,
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packed")
            .field("packing", &self.packing)
            .finish_non_exhaustive()
    }
}

impl Packed {
    /// A stream that compresses what is written, by a level from 0 (not at all) to 9.
    pub fn compressing(packing: Packing, below: &Rc<ByteStream>, level: u32, stays: bool) -> Self {
        let level = Compression::new(level.min(9));
        let to = Below(Rc::clone(below));
        let way = match packing {
            Packing::Gzip => Way::Gzip(GzEncoder::new(to, level)),
            Packing::Deflate => Way::Deflate(DeflateEncoder::new(to, level)),
            Packing::Zlib => Way::Zlib(ZlibEncoder::new(to, level)),
        };
        Self {
            packing,
            way,
            below: (!stays).then(|| Rc::clone(below)),
        }
    }

    /// A stream that expands what is read.
    pub fn expanding(packing: Packing, below: &Rc<ByteStream>, stays: bool) -> Self {
        let from = Below(Rc::clone(below));
        let way = Way::Expands(match packing {
            Packing::Gzip => Box::new(MultiGzDecoder::new(from)),
            Packing::Deflate => Box::new(DeflateDecoder::new(from)),
            Packing::Zlib => Box::new(ZlibDecoder::new(from)),
        });
        Self {
            packing,
            way,
            below: (!stays).then(|| Rc::clone(below)),
        }
    }

    pub(super) fn reads(&self) -> bool {
        matches!(self.way, Way::Expands(_))
    }

    pub(super) fn name(&self) -> &'static str {
        match self.packing {
            Packing::Gzip => "GZipStream",
            Packing::Deflate => "DeflateStream",
            Packing::Zlib => "ZLibStream",
        }
    }

    pub(super) fn type_names(&self) -> &'static [&'static str] {
        macro_rules! names {
            ($name:literal) => {
                &[
                    concat!("System.IO.Compression.", $name),
                    "System.IO.Stream",
                    "System.MarshalByRefObject",
                    "System.Object",
                ]
            };
        }
        match self.packing {
            Packing::Gzip => names!("GZipStream"),
            Packing::Deflate => names!("DeflateStream"),
            Packing::Zlib => names!("ZLibStream"),
        }
    }

    /// Writes the rest, and closes the stream below.
    pub(super) fn finish(self) -> Result<(), ShellError> {
        let name = self.name();
        let done = match self.way {
            Way::Expands(_) => Ok(()),
            Way::Gzip(encoder) => encoder.finish().map(drop),
            Way::Deflate(encoder) => encoder.finish().map(drop),
            Way::Zlib(encoder) => encoder.finish().map(drop),
        };
        done.map_err(|error| io_error(name, &error))?;
        match self.below {
            Some(below) => below.close(),
            None => Ok(()),
        }
    }
}

impl Read for Packed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Expands(reader) => reader.read(into),
            _ => Ok(0),
        }
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Expands(_) => Ok(0),
            Way::Gzip(encoder) => encoder.write(bytes),
            Way::Deflate(encoder) => encoder.write(bytes),
            Way::Zlib(encoder) => encoder.write(bytes),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        match &mut self.way {
            Way::Expands(_) => Ok(()),
            Way::Gzip(encoder) => encoder.flush(),
            Way::Deflate(encoder) => encoder.flush(),
            Way::Zlib(encoder) => encoder.flush(),
        }
    }
}
