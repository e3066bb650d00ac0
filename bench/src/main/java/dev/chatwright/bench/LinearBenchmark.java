package dev.chatwright.bench;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
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
 * Microseconds for one product with the gate of SmolLM2's feed-forward, on one thread.
 *
 * <p>Bounds: one row of activations reads 884,736 weights once, so 0.9 to 3.5 MB at the bandwidth
 * of the cache or memory; 512 rows are 453 million multiply-adds at the processor's rate for 32-bit
 * floats, or for bytes.
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
public class LinearBenchmark {
  private static final int OUTPUTS = 1536;
  private static final int INPUTS = 576;

  /** Rows of activations: a token of a reply, or a prompt. */
  @Param({"1", "512"})
  int rows;

  /** How the weights are stored. */
  @Param({"F32", "BF16", "Q8_0", "Q4_0", "Q4_1"})
  ElementType type = ElementType.F32;

  /**
   * Whose kernels: {@code amx}, {@code avx512-vnni}, {@code avx2-vnni}, {@code avx512} and {@code
   * avx2} multiply by packed weights where the type can be. Scalar ones take seconds for a prompt:
   * give {@code -p rows=1}.
   */
  @Param({"vector", "avx512-vnni"})
  String kernelName = "";

  private final Arena arena = Arena.ofConfined();
  private Kernels kernels = Kernels.scalar();
  private Tensor x = Tensor.zeros(Shape.of(1, 1), arena);
  private Tensor weight = x;
  private Tensor y = x;
  private MemorySegment scratch = x.data();
  private PackedKernels packedKernels = PackedKernels.scalar();
  private Optional<PackedWeight> packedWeight = Optional.empty();
  private MemorySegment prepared = x.data();

  /** Fills the operands. */
  @Setup
  public void setUp() {
    Random random = new Random(42);
    KernelSelection selection = KernelSelection.choose(kernelName);
    kernels = selection.kernels();
    x = Tensor.zeros(Shape.of(rows, INPUTS), arena);
    for (long i = 0; i < x.shape().elements(); i++) {
      x.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() - 0.5f);
    }
    MemorySegment data = arena.allocate(type.bytes((long) OUTPUTS * INPUTS), 64);
    for (long i = 0; i < data.byteSize(); i++) {
      data.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(0x30)); // no infinite scales
    }
    weight = Tensor.of(type, Shape.of(OUTPUTS, INPUTS), data);
    y = Tensor.zeros(Shape.of(rows, OUTPUTS), arena);
    scratch = arena.allocate(kernels.scratchBytes(INPUTS, 1), 64);
    packedKernels = selection.packed().orElse(packedKernels);
    packedWeight = selection.packed().flatMap(_ -> PackedKernels.pack(weight, arena));
    packedWeight.ifPresent(
        packed -> prepared = arena.allocate(layout(packed).bytes(), Tensor.ALIGNMENT_BYTES));
  }

  /** Frees the operands. */
  @TearDown
  public void tearDown() {
    arena.close();
  }

  /** Multiplies once. */
  @Benchmark
  public Tensor multiply() {
    if (packedWeight.isPresent()) {
      PackedWeight packed = packedWeight.get();
      packedKernels.prepare(packed.format().form(), x, 0, layout(packed).tiles(), prepared);
      packedKernels.multiply(prepared, packed, 0, OUTPUTS, y);
    } else {
      kernels.linear(x, weight, 0, OUTPUTS, y, scratch);
    }
    return y;
  }

  private ActivationLayout layout(PackedWeight packed) {
    return packedKernels.layout(packed.format().form(), rows, INPUTS);
  }
}
