package dev.chatwright.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.kernels.x86.assembler.Tile;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is unpacked means the weights. */
class UnpackingCodeTest {
  private static final int OUTPUTS = 2 * BlockFormat.PANEL;
  private static final int INPUTS = 512;

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL"})
  void everyWeightIsItsNumberTimesItsScaleAndTheMinimum(ElementType type) {
    assumeTrue(Processor.current().avx512(), "this processor has no AVX-512");
    Tensor weights = new RandomTensors(5, arena).weights(type, OUTPUTS, INPUTS);
    PackedWeight packed = PackedKernels.pack(weights, arena).orElseThrow();
    BlockFormat format = (BlockFormat) packed.format();
    UnpackedPanel panel = UnpackedPanel.of(format);
    MemorySegment unpacked = unpack(packed, format);

    Tensor row = Tensor.zeros(Shape.of(1, INPUTS), arena);
    for (int output = 0; output < OUTPUTS; output++) {
      Kernels.scalar().copyRow(weights, output, row, 0);
      for (int input = 0; input < INPUTS; input++) {
        double expected = row.get(0, input);
        assertThat(weight(unpacked, panel, output, input))
            .as("output %d, input %d", output, input)
            .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
      }
    }
  }

  private MemorySegment unpack(PackedWeight packed, BlockFormat format) {
    UnpackedPanel panel = UnpackedPanel.of(format);
    long bytes = OUTPUTS / BlockFormat.PANEL * panel.panelBytes(INPUTS);
    MemorySegment unpacked = arena.allocate(bytes, Tensor.ALIGNMENT_BYTES);
    MemorySegment routine = SystemMemory.executable(UnpackingCode.assemble(format));
    long groups = (long) OUTPUTS / BlockFormat.PANEL * format.groups(INPUTS);
    MachineCode.call(routine, packed.panelAddress(0), unpacked.address(), groups, 0, 0, 0);
    return unpacked;
  }

  private static double weight(MemorySegment unpacked, UnpackedPanel panel, int output, int input) {
    int lane = 4 * (output % BlockFormat.PANEL);
    long step =
        output / BlockFormat.PANEL * panel.panelBytes(INPUTS)
            + (long) input / panel.stepInputs() * panel.stepBytes();
    int within = input % panel.stepInputs();
    long number = step + (long) within / 4 * Tile.ROW_BYTES + lane + within % 4;
    double scale = unpacked.get(ValueLayout.JAVA_FLOAT, step + panel.scaleOffset() + lane);
    double scaled = scale * unpacked.get(ValueLayout.JAVA_BYTE, number);
    return panel.hasMinimum()
        ? scaled + unpacked.get(ValueLayout.JAVA_FLOAT, step + panel.minimumOffset() + lane)
        : scaled;
  }
}
