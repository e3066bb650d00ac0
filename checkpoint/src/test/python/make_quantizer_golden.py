"""Writes the golden files of QuantizerTest with the gguf package's reference encoders.

Usage: python make_quantizer_golden.py OUTPUT_FOLDER   (needs: pip install gguf numpy)
"""

import pathlib
import sys

import numpy
from gguf import GGMLQuantizationType, quants

folder = pathlib.Path(sys.argv[1])
random = numpy.random.default_rng(4)
rows = [random.normal(0, scale, 32) for scale in (1e-3, 0.02, 1, 50)]
rows.append(numpy.zeros(32))
rows.append(numpy.full(32, -0.75))
rows.append(numpy.arange(32) - 16)
rows.append((numpy.arange(32) - 16) / 2)
rows.append(numpy.tile([3.0, -3.0], 16))
rows.append(numpy.concatenate([[127], numpy.arange(31) - 15.5]))
values = numpy.concatenate(rows).astype(numpy.float32)
values.astype("<f4").tofile(folder / "input.bin")
for name in ("F16", "BF16", "Q8_0", "Q4_0", "Q4_1"):
    encoded = quants.quantize(values, GGMLQuantizationType[name])
    (folder / f"{name}.bin").write_bytes(encoded.tobytes())
