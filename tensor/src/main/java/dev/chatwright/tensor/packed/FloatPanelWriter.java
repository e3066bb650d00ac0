package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Copies the rows of a matrix of floats into the panels of a packed weight. */
final class FloatPanelWriter {
  private final PackedWeight packed;
  private final FloatFormat format;
  private final MemorySegment source;
  private final MemorySegment target;
  private final Tensor w;

  FloatPanelWriter(PackedWeight packed, FloatFormat format, Tensor w) {
    this.packed = packed;
    this.format = format;
    this.source = w.data();
    this.target = packed.data();
    this.w = w;
  }

  void write() {
    int panel = format.panel();
    for (int first = 0; first < w.rows(); first += panel) {
      int lanes = Math.min(panel, w.rows() - first);
      // A line of each row at a time: whole rows, one after the other, would miss every cache.
      for (int k = 0; k < w.columns(); k += FloatFormat.MULTIPLE) {
        int end = Math.min(w.columns(), k + FloatFormat.MULTIPLE);
        for (int lane = 0; lane < lanes; lane++) {
          writeSome(first + lane, k, end);
        }
      }
    }
  }

  private void writeSome(int n, int from, int to) {
    long read = n * w.rowBytes() + (long) from * format.bytes();
    long write = packed.panelOffset(n) + format.offset(from, n % format.panel());
    int steps = (to - from) / format.stepInputs();
    if (format.half()) {
      writeShorts(read, write, steps);
      return;
    }
    writeInts(read, write, steps);
    if (steps * format.stepInputs() < to - from) { // the last input has no odd one beside it
      long done = (long) steps * Integer.BYTES;
      writeShorts(read + done, write + (long) steps * format.stepBytes(), 1);
    }
  }

  private void writeInts(long from, long to, int steps) {
    for (int i = 0; i < steps; i++) {
      int value = source.get(JAVA_INT_UNALIGNED, from + (long) i * Integer.BYTES);
      target.set(JAVA_INT_UNALIGNED, to + (long) i * format.stepBytes(), value);
    }
  }

  private void writeShorts(long from, long to, int steps) {
    for (int i = 0; i < steps; i++) {
      short value = source.get(JAVA_SHORT_UNALIGNED, from + (long) i * Short.BYTES);
      target.set(JAVA_SHORT_UNALIGNED, to + (long) i * format.stepBytes(), value);
    }
  }
}
