package dev.chatwright.training.optimizer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.AdamStep;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * AdamW that remembers each mean in 8 bits, relative to the largest of 256 that lie together: a
 * quarter of the memory.
 *
 * <p>What a step computes with is exact; only what it keeps is rounded. A mean square that is not
 * zero is never kept as zero, since the next step might divide by it: its steps become smaller
 * rather than huge. That is the one difference from the paper.
 *
 * <p>Mutable; confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/2110.02861">Dettmers et al., "8-bit Optimizers via Block-wise
 *     Quantization", 2021</a>
 */
public final class AdamW8 implements Optimizer {
  /** How many elements share a scale. */
  static final int BLOCK = 256;

  private static final DynamicCode SIGNED = DynamicCode.SIGNED;
  private static final DynamicCode UNSIGNED = DynamicCode.UNSIGNED;

  private final AdamWOptions options;
  private final List<FlatBlock> blocks;
  private final Parallel parallel;
  private final Memory means;
  private final Memory squares;
  private long updates;

  /**
   * One kind of mean.
   *
   * @param codes of all elements, four in the place of a float
   * @param scales of each 256 of a block, block after block
   * @param firstScale index of each block's first scale
   */
  private record Memory(Tensor codes, Tensor scales, List<Integer> firstScale) {}

  /**
   * Creates an optimiser that has seen no gradient yet.
   *
   * @param arena owns its memory, which is half as large as the parameters
   */
  public AdamW8(AdamWOptions options, Parameters parameters, Parallel parallel, Arena arena) {
    this.options = options;
    this.parallel = parallel;
    blocks = FlatBlock.of(parameters.all());
    means = memory(arena);
    squares = memory(arena);
  }

  private Memory memory(Arena arena) {
    List<Integer> firstScale = new ArrayList<>();
    int scales = 0;
    for (FlatBlock block : blocks) {
      firstScale.add(scales);
      scales += Math.ceilDiv(block.elements(), BLOCK);
    }
    long codes = Math.ceilDiv(FlatBlock.memoryElements(blocks), (long) Float.BYTES);
    return new Memory(
        Tensor.zeros(Shape.of(Math.toIntExact(codes)), arena),
        Tensor.zeros(Shape.of(scales), arena),
        List.copyOf(firstScale));
  }

  @Override
  public void update(double rate, double gradientFactor) {
    updates++;
    AdamStep decaying = options.step(rate, options.decay(), gradientFactor, updates);
    AdamStep staying = options.step(rate, 0, gradientFactor, updates);
    parallel.forRanges(
        blocks.size(),
        1,
        (worker, from, to) -> {
          float[] mean = new float[BLOCK];
          float[] square = new float[BLOCK];
          for (int i = from; i < to; i++) {
            AdamStep step = blocks.get(i).isMatrix() ? decaying : staying;
            for (int start = 0; start < blocks.get(i).elements(); start += BLOCK) {
              update(i, start, step, mean, square);
            }
          }
        });
  }

  private void update(int index, int start, AdamStep step, float[] mean, float[] square) {
    FlatBlock block = blocks.get(index);
    int count = Math.min(BLOCK, block.elements() - start);
    int scale = start / BLOCK;
    long first = block.memory() + start;
    decode(SIGNED, means, index, scale, first, count, mean);
    decode(UNSIGNED, squares, index, scale, first, count, square);
    step(block, start, count, step, mean, square);
    encode(SIGNED, means, index, scale, first, count, mean);
    encode(UNSIGNED, squares, index, scale, first, count, square);
  }

  private static void step(
      FlatBlock block, int start, int count, AdamStep step, float[] mean, float[] square) {
    MemorySegment gradients = block.gradient().data();
    MemorySegment weights = block.value().data();
    for (int i = 0; i < count; i++) {
      float g = Floats.at(gradients, start + i) * step.gradientFactor();
      mean[i] = step.beta1() * mean[i] + step.newMean() * g;
      square[i] = step.beta2() * square[i] + step.newSquare() * g * g;
      float root = (float) Math.sqrt(square[i] / step.correction2()) + step.epsilon();
      float weight = Floats.at(weights, start + i);
      float change = step.decay() * weight + mean[i] / step.correction1() / root;
      Floats.set(weights, start + i, weight - step.rate() * change);
    }
  }

  private static void decode(
      DynamicCode code, Memory memory, int index, int scale, long first, int count, float[] to) {
    float factor = memory.scales().get(0, memory.firstScale().get(index) + scale);
    MemorySegment codes = memory.codes().data();
    for (int i = 0; i < count; i++) {
      // A scale of 0 is that of a block not yet written, whatever its codes.
      to[i] = factor == 0 ? 0 : factor * code.decode(codes.get(JAVA_BYTE, first + i) & 0xff);
    }
  }

  private static void encode(
      DynamicCode code, Memory memory, int index, int scale, long first, int count, float[] from) {
    float largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(from[i]));
    }
    memory.scales().set(0, memory.firstScale().get(index) + scale, largest);
    MemorySegment codes = memory.codes().data();
    boolean neverZero = code == UNSIGNED;
    for (int i = 0; i < count; i++) {
      int encoded = code.encode(largest == 0 ? 0 : from[i] / largest);
      boolean lost = neverZero && encoded == 0 && from[i] > 0;
      codes.set(JAVA_BYTE, first + i, (byte) (lost ? 1 : encoded));
    }
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public void resume(long updatesBefore) {
    updates = updatesBefore;
  }

  @Override
  public Map<String, Tensor> memory() {
    return Map.of(
        "meanCodes", means.codes(),
        "meanScales", means.scales(),
        "squareCodes", squares.codes(),
        "squareScales", squares.scales());
  }
}
