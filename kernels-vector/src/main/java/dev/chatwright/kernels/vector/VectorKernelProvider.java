package dev.chatwright.kernels.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.NarrowProducts;
import dev.chatwright.tensor.spi.KernelProvider;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Offers {@link VectorKernels} where the JVM and the processor can run them well.
 *
 * <p>Mentions no type of the Vector API itself, because it must load without it. Immutable.
 */
public final class VectorKernelProvider implements KernelProvider {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** Called by the service loader. */
  public VectorKernelProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Optional<String> unsupportedBecause() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return Optional.of(
          "the JVM runs without the Vector API, start it with --add-modules " + VECTOR_MODULE);
    }
    if (!hasFusedMultiplyAdd()) {
      return Optional.of("this processor cannot multiply and add in one instruction (FMA)");
    }
    int bits = VectorKernels.vectorBits();
    return bits < 128
        ? Optional.of("vectors have %d bits on this machine, 128 are needed".formatted(bits))
        : Optional.empty();
  }

  @Override
  public Kernels kernels() {
    return VectorKernels.INSTANCE;
  }

  @Override
  public Kernels kernels(NarrowProducts attention) {
    return new VectorKernels(Optional.of(attention));
  }

  /** Without the instruction every fused operation is emulated, thousands of times slower. */
  private static boolean hasFusedMultiplyAdd() {
    try {
      var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException unknownOption) {
      return true; // another JVM, or a processor that always has it
    }
  }
}
