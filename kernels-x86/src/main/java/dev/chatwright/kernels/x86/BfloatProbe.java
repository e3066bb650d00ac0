package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/**
 * Whether the instruction that multiplies pairs of bfloats is to be used.
 *
 * <p>Some processors have it but run it more slowly than the products of floats it replaces, and no
 * manual promises that all round alike: so both are tried, once, for less than a millisecond.
 */
final class BfloatProbe {
  private static final int ROWS = 12;
  private static final int INPUTS = 512;
  private static final int OUTPUTS = 32;
  private static final int ROUNDS = 40;

  private BfloatProbe() {}

  /** Returns whether there are pairs that give the bits of the specification. */
  static boolean hasPairs() {
    return Known.FOUND.same;
  }

  /** Returns whether they are faster, too. */
  static boolean prefersPairs() {
    return Known.FOUND.same && Known.FOUND.faster;
  }

  private record Found(boolean same, boolean faster) {}

  /** Holds what was found. */
  private static final class Known {
    private static final Found FOUND =
        Processor.current().avx512Bf16() ? tryBoth() : new Found(false, false);
  }

  private static Found tryBoth() {
    try (Arena arena = Arena.ofConfined()) {
      Candidate pairs = new Candidate(true, arena);
      Candidate floats = new Candidate(false, arena);
      long fastestPairs = Long.MAX_VALUE;
      long fastestFloats = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        fastestPairs = Math.min(fastestPairs, pairs.nanoseconds());
        fastestFloats = Math.min(fastestFloats, floats.nanoseconds());
      }
      boolean same = pairs.y.data().mismatch(floats.y.data()) < 0;
      return new Found(same, fastestPairs < fastestFloats);
    }
  }

  /** One of both ways, and the same numbers for it. */
  private static final class Candidate {
    private final PackedKernels kernels;
    private final PackedWeight weight;
    private final MemorySegment prepared;
    private final Tensor y;

    Candidate(boolean pairs, Arena arena) {
      Random random = new Random(1);
      kernels = new X86PackedKernels(Tier.AVX512_VNNI, () -> pairs);
      weight = PackedKernels.pack(weights(random, arena), arena).orElseThrow();
      ActivationLayout layout = kernels.layout(ActivationForm.BFLOATS, ROWS, INPUTS);
      prepared = arena.allocate(layout.bytes(), Tensor.ALIGNMENT_BYTES);
      kernels.prepare(ActivationForm.BFLOATS, floats(random, arena), 0, 1, prepared);
      y = Tensor.zeros(Shape.of(ROWS, OUTPUTS), arena);
    }

    private static Tensor weights(Random random, Arena arena) {
      MemorySegment data = arena.allocate(ElementType.BF16.bytes((long) OUTPUTS * INPUTS));
      for (long i = 0; i < data.byteSize(); i += Short.BYTES) {
        int bits = Float.floatToRawIntBits((float) random.nextGaussian());
        data.set(ValueLayout.JAVA_SHORT, i, (short) (bits >>> 16));
      }
      return Tensor.of(ElementType.BF16, Shape.of(OUTPUTS, INPUTS), data);
    }

    private static Tensor floats(Random random, Arena arena) {
      Tensor x = Tensor.zeros(Shape.of(ROWS, INPUTS), arena);
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < INPUTS; column++) {
          // Some products, and sums of them, are smaller than any normal float.
          double size = row == 0 || column % 31 == 0 ? Float.MIN_NORMAL : 1;
          x.set(row, column, (float) (random.nextGaussian() * size));
        }
      }
      return x;
    }

    long nanoseconds() {
      long started = System.nanoTime();
      kernels.multiply(prepared, weight, 0, OUTPUTS, y);
      return System.nanoTime() - started;
    }
  }
}
