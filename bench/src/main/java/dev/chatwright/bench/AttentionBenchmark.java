package dev.chatwright.bench;

import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds for the attention of one layer of SmolLM2 after 512 positions, on one thread.
 *
 * <p>Bounds: a token reads 786 kB of keys and values, half of that as half floats, and a quarter as
 * bytes; a tile of 64 rows is 20 million multiply-adds for scores and as many for the weighted sum.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0"
    })
public class AttentionBenchmark {
  private static final AttentionShape SHAPE = new AttentionShape(9, 3, 64, 0.125f, 0, 0, true);
  private static final int PAST = 512;

  /** Rows of queries: a token of a reply, or a tile of a prompt. */
  @Param({"1", "64"})
  int rows;

  /** Whose kernels; those for packed weights attend to fewer bits by routines of their own. */
  @Param({"vector", "auto"})
  String kernelName = "";

  /** How keys and values are kept. */
  @Param({"F32", "F16", "Q8"})
  KeyValueType type = KeyValueType.F32;

  private final Arena arena = Arena.ofConfined();
  private final Random random = new Random(42);
  private KeyValueBlocks cache = new KeyValueBlocks(KeyValueType.F32, 1, 1);
  private Kernels kernels = Kernels.scalar();
  private Tensor queries = Tensor.zeros(Shape.of(1, 1), arena);
  private Tensor y = queries;
  private MemorySegment scratch = queries.data();

  /** Fills the cache and the queries. */
  @Setup
  public void setUp() {
    kernels = KernelSelection.choose(kernelName).kernels();
    long bytes = KeyValueBlocks.halfBlockBytes(type, SHAPE.keyValueHeads(), SHAPE.headWidth());
    cache = new KeyValueBlocks(type, SHAPE.keyValueHeads(), SHAPE.headWidth());
    while (cache.capacity() < PAST + rows) {
      cache.append(arena.allocate(bytes, 64), arena.allocate(bytes, 64));
    }
    Shape past = Shape.of(PAST + rows, SHAPE.keyValueHeads() * SHAPE.headWidth());
    kernels.store(random(past), random(past), SHAPE.headWidth(), 0, cache);
    Shape shape = Shape.of(rows, SHAPE.heads() * SHAPE.headWidth());
    queries = random(shape);
    y = Tensor.zeros(shape, arena);
    scratch = arena.allocate(kernels.scratchBytes(SHAPE.headWidth(), PAST + rows), 64);
  }

  /** Frees the operands. */
  @TearDown
  public void tearDown() {
    arena.close();
  }

  /** Attends once, with every head. */
  @Benchmark
  public Tensor attend() {
    kernels.attention(SHAPE, queries, cache, PAST, 0, rows, 0, SHAPE.heads(), y, scratch);
    return y;
  }

  private Tensor random(Shape shape) {
    Tensor x = Tensor.zeros(shape, arena);
    for (long i = 0; i < x.data().byteSize() / Float.BYTES; i++) {
      x.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() - 0.5f);
    }
    return x;
  }
}
