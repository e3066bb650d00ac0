import dev.chatwright.kernels.x86.X86KernelProvider;
import dev.chatwright.tensor.spi.PackedKernelProvider;
import org.jspecify.annotations.NullMarked;

/** Kernels in machine code for x86-64, which Java assembles when it starts. */
@NullMarked
@SuppressWarnings("module") // the name of the processor ends in digits
module dev.chatwright.kernels.x86 {
  requires dev.chatwright.tensor;
  requires static org.jspecify;

  provides PackedKernelProvider with
      X86KernelProvider;
}
