package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.Random;

/**
 * Whether tiles are to be used.
 *
 * <p>What they gain depends on how fast their sums come back to the vector registers, which no
 * manual promises: so a product by them and one without are tried, once, for some milliseconds.
 */
final class TileProbe {
  private static final int ROWS = 3 * 16;
  private static final int INPUTS = 512;
  private static final int PANELS = 16;
  private static final int ROUNDS = 20;

  private TileProbe() {}

  /** Returns why tiles cannot be used, or empty if they give the bits of the specification. */
  static Optional<String> wrong() {
    return Known.FOUND.same
        ? Optional.empty()
        : Optional.of("its products had other bits than those of " + Tier.AVX512_VNNI.label());
  }

  /** Returns why tiles should not be used, or empty if they are faster. */
  static Optional<String> slower() {
    Found found = Known.FOUND;
    return found.tiles < found.vectors
        ? Optional.empty()
        : Optional.of(
            "a product took %,d ns, with %s %,d ns"
                .formatted(found.tiles, Tier.AVX512_VNNI.label(), found.vectors));
  }

  /** What was found, with the fastest rounds' nanoseconds. */
  private record Found(boolean same, long tiles, long vectors) {}

  private static final class Known {
    private static final Found FOUND = tryBoth();
  }

  private static Found tryBoth() {
    try (Arena arena = Arena.ofConfined()) {
      Candidate tiles = new Candidate(Tier.AMX, arena);
      Candidate vectors = new Candidate(Tier.AVX512_VNNI, arena);
      long fastestTiles = Long.MAX_VALUE;
      long fastestVectors = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        fastestTiles = Math.min(fastestTiles, tiles.nanoseconds());
        fastestVectors = Math.min(fastestVectors, vectors.nanoseconds());
      }
      boolean same = tiles.y.data().mismatch(vectors.y.data()) < 0;
      return new Found(same, fastestTiles, fastestVectors);
    }
  }

  /** One of both ways, and the same numbers for it. */
  private static final class Candidate {
    private static final BlockFormat FORMAT = BlockFormat.FOUR_BITS;

    private final PackedKernels kernels;
    private final PackedWeight weight;
    private final MemorySegment prepared;
    private final Tensor y;

    Candidate(Tier tier, Arena arena) {
      Random random = new Random(1);
      kernels = new X86PackedKernels(tier, () -> false);
      weight = weights(random, arena);
      Tensor x = floats(random, arena);
      ActivationLayout layout = kernels.layout(ActivationForm.EIGHT_BITS, ROWS, INPUTS);
      prepared = arena.allocate(layout.bytes(), Tensor.ALIGNMENT_BYTES);
      kernels.prepare(ActivationForm.EIGHT_BITS, x, 0, layout.tiles(), prepared);
      y = Tensor.zeros(Shape.of(ROWS, weight.outputs()), arena);
    }

    /**
     * Every panel is the same one: numbers at random, and scales that begin with those of 1 to 2.
     */
    private static PackedWeight weights(Random random, Arena arena) {
      long bytes = FORMAT.panelBytes(INPUTS);
      byte[] panel = new byte[(int) bytes];
      random.nextBytes(panel);
      for (int block = 0; block < INPUTS / BlockFormat.BLOCK; block++) {
        for (int output = 0; output < BlockFormat.PANEL; output++) {
          int at = block * FORMAT.blockBytes() + FORMAT.factorOffset(0) + output * Short.BYTES;
          panel[at + 1] = 0x3C;
        }
      }
      MemorySegment data = arena.allocate(PANELS * bytes, Tensor.ALIGNMENT_BYTES);
      for (int i = 0; i < PANELS; i++) {
        MemorySegment.copy(panel, 0, data, ValueLayout.JAVA_BYTE, i * bytes, panel.length);
      }
      return new PackedWeight(FORMAT, PANELS * BlockFormat.PANEL, INPUTS, data);
    }

    /** Every third of the rows is the same. */
    private static Tensor floats(Random random, Arena arena) {
      float[] part = new float[ROWS / 3 * INPUTS];
      for (int i = 0; i < part.length; i++) {
        part[i] = random.nextFloat() - 0.5f;
      }
      Tensor x = Tensor.zeros(Shape.of(ROWS, INPUTS), arena);
      for (int i = 0; i < 3; i++) {
        long offset = 4L * i * part.length;
        MemorySegment.copy(part, 0, x.data(), ValueLayout.JAVA_FLOAT, offset, part.length);
      }
      return x;
    }

    long nanoseconds() {
      long started = System.nanoTime();
      kernels.multiply(prepared, weight, 0, weight.outputs(), y);
      return System.nanoTime() - started;
    }
  }
}
