import dev.chatwright.tensor.spi.KernelProvider;
import dev.chatwright.tensor.spi.PackedKernelProvider;
import org.jspecify.annotations.NullMarked;

/** Shapes, tensors, quantised blocks, and the numeric kernels that everything else is made of. */
@NullMarked
module dev.chatwright.tensor {
  requires static transitive org.jspecify;

  exports dev.chatwright.tensor;
  exports dev.chatwright.tensor.packed;
  exports dev.chatwright.tensor.spi;

  uses KernelProvider;
  uses PackedKernelProvider;
}
