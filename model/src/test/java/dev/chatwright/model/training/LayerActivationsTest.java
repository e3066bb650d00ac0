package dev.chatwright.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planned is what is allocated. */
final class LayerActivationsTest {
  private static final int ROWS = 1000;

  /** What stands in one row for a tensor that an architecture has no use for. */
  private static final double PLACEHOLDERS = 0.01;

  static Stream<TinySpecs.Row> rows() {
    return TinySpecs.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void bytesOfActivationsAreAllocated(TinySpecs.Row row) {
    for (Recompute recompute : Recompute.values()) {
      try (Arena arena = Arena.ofConfined()) {
        LayerActivations shared = LayerActivations.allocate(row.spec(), ROWS, arena);
        Map<Long, Long> allocated = new HashMap<>();
        if (recompute != Recompute.NOTHING) {
          add(shared, allocated);
        }
        for (int layer = 0; layer < row.spec().layers(); layer++) {
          add(LayerActivations.allocate(row.spec(), ROWS, recompute, shared, arena), allocated);
        }
        compare(allocated, LayerActivations.bytes(row.spec(), ROWS, recompute), recompute.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void bytesOfTheirGradientsAreAllocated(TinySpecs.Row row) {
    try (Arena arena = Arena.ofConfined()) {
      BackwardMemory memory = BackwardMemory.allocate(row.spec(), ROWS, arena);
      Map<Long, Long> allocated = new HashMap<>();
      add(
          allocated,
          memory.hidden(),
          memory.normed(),
          memory.output(),
          memory.attended(),
          memory.projectedQueries(),
          memory.projectedKeys(),
          memory.queries(),
          memory.keys(),
          memory.values(),
          memory.gate(),
          memory.inner(),
          memory.statistics());
      compare(allocated, BackwardMemory.bytes(row.spec(), ROWS), "gradients");
    }
  }

  private static void add(LayerActivations layer, Map<Long, Long> bytesOfAddress) {
    ResidualActivations first = layer.aroundAttention();
    ResidualActivations second = layer.aroundFeedForward();
    AttentionActivations attention = layer.attention();
    add(bytesOfAddress, first.hidden(), first.input(), first.output());
    add(bytesOfAddress, second.hidden(), second.input(), second.output());
    add(bytesOfAddress, attention.projectedQueries(), attention.projectedKeys());
    add(bytesOfAddress, attention.queries(), attention.keys(), attention.values());
    add(bytesOfAddress, attention.attended(), attention.logSums());
    add(
        bytesOfAddress,
        layer.feedForward().gate(),
        layer.feedForward().up(),
        layer.feedForward().inner());
  }

  private static void add(Map<Long, Long> bytesOfAddress, Tensor... tensors) {
    for (Tensor tensor : tensors) {
      bytesOfAddress.put(tensor.address(), tensor.data().byteSize());
    }
  }

  private static void compare(Map<Long, Long> allocated, long planned, String what) {
    long sum = allocated.values().stream().mapToLong(Long::longValue).sum();
    assertThat((double) sum / planned).as(what).isBetween(1.0, 1 + PLACEHOLDERS);
  }
}
