package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.RotaryFrequencies;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * The rotation of each row of a batch, and its inverse.
 *
 * <p>The gradient of a rotation is the rotation by the negative angle, so that backward needs no
 * kernel of its own. Mutable; confined to the thread that trains.
 */
final class Rotations {
  private final RotarySpec spec;
  private final int headWidth;
  private final Tensor cosOfPosition;
  private final Tensor sinOfPosition;
  private final Tensor cos;
  private final Tensor sin;
  private final Tensor negativeSin;

  /**
   * Creates one kind of rotation.
   *
   * @param spec that of layers that see all, or that of layers with a window
   */
  Rotations(
      RotarySpec spec, ArchSpec arch, Weights weights, int sequenceLength, int rows, Arena arena) {
    this.spec = spec;
    headWidth = arch.attention().headWidth();
    int pairs = Math.max(1, spec.rotated() / 2);
    cosOfPosition = Tensor.zeros(Shape.of(sequenceLength, pairs), arena);
    sinOfPosition = Tensor.zeros(Shape.of(sequenceLength, pairs), arena);
    cos = Tensor.zeros(Shape.of(rows, pairs), arena);
    sin = Tensor.zeros(Shape.of(rows, pairs), arena);
    negativeSin = Tensor.zeros(Shape.of(rows, pairs), arena);
    fill(RotaryFrequencies.of(spec, arch.contextLength(), weights));
  }

  /** Returns whether layers with a window have a rotation of their own. */
  static boolean differ(ArchSpec arch) {
    AttentionSpec attention = arch.attention();
    return !attention.localRotary().equals(attention.rotary())
        && attention.windows().stream().anyMatch(window -> window > 0);
  }

  /** Returns the bytes of all tables. */
  static long bytes(ArchSpec arch, int sequenceLength, int rows) {
    long global = bytes(arch.attention().rotary(), sequenceLength, rows);
    return differ(arch)
        ? global + bytes(arch.attention().localRotary(), sequenceLength, rows)
        : global;
  }

  private static long bytes(RotarySpec spec, int sequenceLength, int rows) {
    long pairs = Math.max(1, spec.rotated() / 2);
    return pairs * (2L * sequenceLength + 3L * rows) * Float.BYTES;
  }

  private void fill(RotaryFrequencies frequencies) {
    for (int pair = 0; pair < frequencies.anglesPerPosition().size(); pair++) {
      double angle = frequencies.anglesPerPosition().get(pair);
      for (int position = 0; position < cosOfPosition.rows(); position++) {
        double magnitude = frequencies.magnitude();
        cosOfPosition.set(position, pair, (float) (Math.cos(position * angle) * magnitude));
        sinOfPosition.set(position, pair, (float) (Math.sin(position * angle) * magnitude));
      }
    }
  }

  /** Takes the positions of a batch. */
  void begin(int[] positions, Kernels kernels) {
    if (spec.rotated() == 0) {
      return;
    }
    for (int row = 0; row < positions.length; row++) {
      kernels.copyRow(cosOfPosition, positions[row], cos, row);
      kernels.copyRow(sinOfPosition, positions[row], sin, row);
    }
    negativeSin.data().copyFrom(sin.data());
    kernels.scale(negativeSin, -1, 0, negativeSin.shape().elements());
  }

  /** Rotates queries or keys in place. */
  void forward(Tensor x, Workers workers) {
    rotate(x, sin, workers);
  }

  /** Rotates their gradients in place. */
  void backward(Tensor dx, Workers workers) {
    rotate(dx, negativeSin, workers);
  }

  private void rotate(Tensor x, Tensor sines, Workers workers) {
    if (spec.rotated() > 0) {
      workers.overRows(
          x,
          (worker, from, to) ->
              workers.kernels().rotate(x, headWidth, cos, sines, spec.interleaved(), from, to));
    }
  }
}
