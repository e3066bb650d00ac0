package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Weights;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** How much a step computes, and how much the machine could. */
public final class StepWork {
  private static final int SIZE = 512;
  private static final long PROBE_NANOS = 60_000_000;
  private static final int LEAST_ROUNDS = 10;

  private StepWork() {}

  /**
   * Returns the floating-point operations that a token costs, forward and backward: 6 for each
   * weight it is multiplied by, and {@code 6·L·H·D·T} for attention over T/2 rows on average.
   *
   * @param optional which of the tensors that a model may have or lack it has
   * @param length T, of a sequence
   * @see <a href="https://arxiv.org/abs/2204.02311">Chowdhery et al., "PaLM", 2022, appendix B</a>,
   *     which counts all T rows
   */
  public static double perToken(ArchSpec spec, Predicate<String> optional, int length) {
    long tables =
        (long) spec.width() * (spec.embedding().vocabularySize() + spec.embedding().positions());
    long head = (long) spec.width() * spec.embedding().vocabularySize();
    boolean untied = optional.test("output.weight");
    long weights = Parameters.count(spec, optional) - tables + (untied ? 0 : head);
    return 6.0 * weights + 6.0 * spec.layers() * spec.attention().queryWidth() * length;
  }

  /**
   * Returns the same for a model of which only changes of low rank are learnt, whose own cost is
   * left out: 4 for each weight, because none of these has a gradient.
   *
   * @param length T, of a sequence
   */
  static double perTokenOfFrozen(ArchSpec spec, Weights weights, int length) {
    // Embedding and head have the same size, and only by the head is anything multiplied.
    Predicate<String> present = name -> weights.find(name).isPresent();
    long numbers =
        Parameters.count(spec, name -> present.test(name) && !name.startsWith("output."));
    return 4.0 * numbers + 6.0 * spec.layers() * spec.attention().queryWidth() * length;
  }

  /**
   * Measures for a moment how many floating-point operations a second the kernels' products of
   * matrices reach, which is what a step's are compared with. They should be warm.
   *
   * @return the most of several rounds
   */
  public static double peak(Kernels kernels, Parallel parallel) {
    try (Arena arena = Arena.ofShared()) {
      Tensor x = filled(arena);
      Tensor w = filled(arena);
      Tensor y = Tensor.zeros(Shape.of(SIZE, SIZE), arena);
      long bytes = kernels.scratchBytes(SIZE, SIZE);
      List<MemorySegment> scratch =
          IntStream.range(0, parallel.threads()).mapToObj(_ -> arena.allocate(bytes, 64)).toList();
      double best = 0;
      long end = System.nanoTime() + PROBE_NANOS;
      long start = System.nanoTime();
      for (int round = 0; round < LEAST_ROUNDS || start < end; round++) {
        parallel.forRanges(
            SIZE,
            kernels.grain(SIZE),
            (worker, from, to) -> kernels.linear(x, w, from, to, y, scratch.get(worker)));
        long now = System.nanoTime();
        best = Math.max(best, 2.0 * SIZE * SIZE * SIZE / ((now - start) / 1e9));
        start = now;
      }
      return best;
    }
  }

  private static Tensor filled(Arena arena) {
    float[] ones = new float[SIZE * SIZE];
    Arrays.fill(ones, 0.5f);
    return Tensor.copyOf(ones, Shape.of(SIZE, SIZE), arena);
  }
}
