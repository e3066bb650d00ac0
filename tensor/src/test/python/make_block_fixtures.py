"""Writes the fixtures of RowDecoderTest: random valid blocks of every quantised type, then the
floats that the "gguf" package decodes them to. Run from the module's directory; needs numpy, gguf."""

import pathlib

import numpy
from gguf import GGMLQuantizationType
from gguf.quants import dequantize

FOLDER = pathlib.Path("src/test/resources/dev/chatwright/tensor/blocks")

# type: bytes of a block, blocks, offsets of its half-precision numbers
TYPES = {
    "Q4_0": (18, 4, [0]),
    "Q4_1": (20, 4, [0, 2]),
    "Q5_0": (22, 4, [0]),
    "Q5_1": (24, 4, [0, 2]),
    "Q8_0": (34, 4, [0]),
    "IQ4_NL": (18, 4, [0]),
    "Q2_K": (84, 2, [80, 82]),
    "Q3_K": (110, 2, [108]),
    "Q4_K": (144, 2, [0, 2]),
    "Q5_K": (176, 2, [0, 2]),
    "Q6_K": (210, 2, [208]),
}

random = numpy.random.default_rng(20261124)
for name, (size, count, halves) in TYPES.items():
    blocks = random.integers(0, 256, (count, size), dtype=numpy.uint8)
    for offset in halves:
        scales = random.normal(0, 0.01, (count, 1)).astype("<f2")
        blocks[:, offset : offset + 2] = scales.view(numpy.uint8)
    floats = dequantize(blocks.reshape(1, -1), GGMLQuantizationType[name])
    (FOLDER / f"{name}.bin").write_bytes(blocks.tobytes() + floats.astype("<f4").tobytes())
