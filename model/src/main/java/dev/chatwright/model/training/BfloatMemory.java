package dev.chatwright.model.training;

import static dev.chatwright.tensor.packed.BfloatOperand.Side.LEFT;
import static dev.chatwright.tensor.packed.BfloatOperand.Side.RIGHT;
import static dev.chatwright.tensor.packed.BfloatOperand.Summed.ALONG_COLUMNS;
import static dev.chatwright.tensor.packed.BfloatOperand.Summed.ALONG_ROWS;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/**
 * Where the operands of a step's products are packed: one room for those that are multiplied at a
 * time, one after the other, and two for the head's weight.
 *
 * <p>Confined to the thread that trains.
 */
final class BfloatMemory {
  private final BfloatProducts products;
  private final MemorySegment room;
  private final MemorySegment headForward;
  private final MemorySegment headBackward;
  private long used;

  BfloatMemory(ArchSpec spec, int rows, BfloatProducts products, Arena arena) {
    this.products = products;
    Sizes sizes = new Sizes(spec, rows, products);
    room = arena.allocate(sizes.room(), Tensor.ALIGNMENT_BYTES);
    headForward = arena.allocate(sizes.headForward(), Tensor.ALIGNMENT_BYTES);
    headBackward = arena.allocate(sizes.headBackward(), Tensor.ALIGNMENT_BYTES);
  }

  /** Returns the bytes that it allocates. */
  static long bytes(ArchSpec spec, int rows, BfloatProducts products) {
    Sizes sizes = new Sizes(spec, rows, products);
    return sizes.room() + sizes.headForward() + sizes.headBackward();
  }

  /** Gives up all operands of the room. */
  void clear() {
    used = 0;
  }

  /** Returns where a matrix can be packed, valid until the room is cleared. */
  BfloatOperand operand(Side side, Summed summed, Tensor matrix) {
    BfloatOperand operand = products.operand(side, summed, matrix, room.asSlice(used));
    used += aligned(operand.data().byteSize());
    return operand;
  }

  /** Returns where the head's weight can be packed for {@code x·wᵀ}. */
  BfloatOperand headForward(Tensor w) {
    return products.operand(RIGHT, ALONG_ROWS, w, headForward);
  }

  /** Returns where it can be packed for {@code dy·w}. */
  BfloatOperand headBackward(Tensor w) {
    return products.operand(RIGHT, ALONG_COLUMNS, w, headBackward);
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, Tensor.ALIGNMENT_BYTES) * Tensor.ALIGNMENT_BYTES;
  }

  /** How much is packed at a time. */
  private record Sizes(ArchSpec spec, int rows, BfloatProducts products) {

    private int vocabulary() {
      return spec.embedding().vocabularySize();
    }

    long headForward() {
      return bytes(RIGHT, ALONG_ROWS, vocabulary(), spec.width());
    }

    long headBackward() {
      return bytes(RIGHT, ALONG_COLUMNS, spec.width(), vocabulary());
    }

    private long bytes(Side side, Summed summed, int count, int depth) {
      return aligned(products.bytes(side, summed, count, depth));
    }

    long room() {
      int queries = spec.attention().queryWidth();
      int keys = spec.attention().keyValueWidth();
      int inner = spec.feedForward().width();
      int width = spec.width();
      long layers =
          Stream.of(
                  group(width, queries, keys, keys),
                  group(queries, width),
                  group(width, inner, inner),
                  group(inner, width))
              .mapToLong(Long::longValue)
              .max()
              .orElseThrow();
      int chunk = LossHead.chunkRows(rows, vocabulary());
      return Math.max(layers, backward(chunk, width, vocabulary()));
    }

    /** Returns the bytes for products of the same input, forward or backward. */
    private long group(int inputs, int... outputs) {
      long forward = bytes(LEFT, ALONG_ROWS, rows, inputs);
      for (int each : outputs) {
        forward += bytes(RIGHT, ALONG_ROWS, each, inputs);
      }
      long backward = backward(rows, inputs, outputs);
      for (int each : outputs) {
        backward += bytes(RIGHT, ALONG_COLUMNS, inputs, each);
      }
      return Math.max(forward, backward);
    }

    /** Returns the bytes of activations and their gradients on the way back. */
    private long backward(int batch, int inputs, int... outputs) {
      long bytes = bytes(RIGHT, ALONG_COLUMNS, inputs, batch);
      for (int each : outputs) {
        bytes += bytes(LEFT, ALONG_ROWS, batch, each) + bytes(LEFT, ALONG_COLUMNS, each, batch);
      }
      return bytes;
    }
  }
}
