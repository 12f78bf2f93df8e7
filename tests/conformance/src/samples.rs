//! The smallest files that decoders accept, built from their parts so that
//! the bytes can be read.

/// One red pixel as a PNG.
pub(crate) const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', // signature
    0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, // 1x1, RGB
    0x90, 0x77, 0x53, 0xde, // checksum
    0, 0, 0, 12, b'I', b'D', b'A', b'T', // the pixel, deflated
    0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0x00, 0x00, 0x03, 0x01, 0x01, 0x00, //
    0xc9, 0xfe, 0x92, 0xef, // checksum
    0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// One silent sample as a WAV: 8 bit, mono, 8 kHz.
pub(crate) const WAV: &[u8] = &[
    b'R', b'I', b'F', b'F', 37, 0, 0, 0, b'W', b'A', b'V', b'E', //
    b'f', b'm', b't', b' ', 16, 0, 0, 0, 1, 0, 1, 0, // PCM, one channel
    0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0, // rates, frame size, bits
    b'd', b'a', b't', b'a', 1, 0, 0, 0, 128,
];
