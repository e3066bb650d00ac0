package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.TileProductCode.Steps;
import dev.chatwright.kernels.x86.assembler.Tile;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import dev.chatwright.tensor.packed.RoundedBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.Random;

/**
 * Whether tiles are to be used.
 *
 * <p>What they gain depends on how fast their sums come back to the vector registers, which no
 * manual promises: so a product by them and one without are tried, once. Only the routines are
 * timed, as often called either way, since the Java around them is not compiled yet and would take
 * longer than they do.
 */
final class TileProbe {
  private static final int ROWS = 3 * Tile.ROWS; // and four times what vector registers take
  private static final BlockFormat FORMAT = BlockFormat.FOUR_BITS;
  private static final int INPUTS = 512;
  private static final int PANELS = 28; // as many unpacked as the second cache holds
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
            "48 rows took it %,d ns, %s %,d ns"
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
      tiles.multiply();
      vectors.multiply();
      boolean same = tiles.y.data().mismatch(vectors.y.data()) < 0;
      TileRoutines byTiles = new TileRoutines(arena);
      VectorRoutine byVectors = new VectorRoutine();
      long fastestTiles = Long.MAX_VALUE;
      long fastestVectors = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        fastestTiles = Math.min(fastestTiles, byTiles.nanoseconds(tiles));
        fastestVectors = Math.min(fastestVectors, byVectors.nanoseconds(vectors));
      }
      return new Found(same, fastestTiles, fastestVectors);
    }
  }

  /** Unpacks the panels and multiplies all rows by them, as {@link TileProducts} does. */
  private static final class TileRoutines {
    private final UnpackedPanel panel = UnpackedPanel.of(FORMAT);
    private final int steps = panel.steps(INPUTS);
    private final MemorySegment unpacking = SystemMemory.executable(UnpackingCode.assemble(FORMAT));
    private final MemorySegment product =
        SystemMemory.executable(TileProductCode.assemble(panel, Steps.of(steps), Tile.ROWS));
    private final MemorySegment workspace;

    TileRoutines(Arena arena) {
      long bytes =
          TileProductCode.SUMS_BYTES + PANELS * panel.panelBytes(INPUTS) + panel.stepBytes();
      workspace = arena.allocate(bytes, Tensor.ALIGNMENT_BYTES);
    }

    long nanoseconds(Candidate with) {
      long sums = workspace.address();
      long groups = (long) PANELS * FORMAT.groups(INPUTS);
      long weights = with.weight.panelAddress(0);
      long started = System.nanoTime();
      MachineCode.call(unpacking, weights, sums + TileProductCode.SUMS_BYTES, groups, 0, 0, 0);
      for (int row = 0; row < ROWS; row += Tile.ROWS) {
        MachineCode.call(
            product,
            sums,
            with.row(row),
            with.result(row),
            PANELS,
            with.stride(),
            Steps.turns(steps));
      }
      return System.nanoTime() - started;
    }
  }

  /** Multiplies all rows without tiles, as {@link X86PackedKernels} does. */
  private static final class VectorRoutine {
    private final int tileRows = Tier.AVX512_VNNI.vectorRows();
    private final MemorySegment product =
        SystemMemory.executable(ProductCode.assemble(Tier.AVX512_VNNI, FORMAT, tileRows));

    long nanoseconds(Candidate with) {
      long weights = with.weight.panelAddress(0);
      long groups = FORMAT.groups(INPUTS);
      long started = System.nanoTime();
      for (int row = 0; row < ROWS; row += tileRows) {
        MachineCode.call(
            product, weights, with.row(row), with.result(row), PANELS, with.stride(), groups);
      }
      return System.nanoTime() - started;
    }
  }

  /** One of both ways, and the same numbers for it. */
  private static final class Candidate {
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

    void multiply() {
      kernels.multiply(prepared, weight, 0, weight.outputs(), y);
    }

    /** Returns the address of the tile that begins with a row. */
    long row(int row) {
      return prepared.address() + row * RoundedBlock.rowBytes(INPUTS);
    }

    /** Returns the address of a row's first result. */
    long result(int row) {
      return y.address() + row * stride();
    }

    long stride() {
      return y.rowBytes();
    }
  }
}
