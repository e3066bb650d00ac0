import dev.chatwright.kernels.vector.VectorKernelProvider;
import dev.chatwright.tensor.spi.KernelProvider;
import org.jspecify.annotations.NullMarked;

/** Kernels on the vectors of the processor, by the Vector API. */
@NullMarked
module dev.chatwright.kernels.vector {
  requires dev.chatwright.tensor;
  requires jdk.incubator.vector;
  requires jdk.management;
  requires static org.jspecify;

  provides KernelProvider with
      VectorKernelProvider;
}
