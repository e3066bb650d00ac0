package dev.chatwright.inference;

import com.sun.management.OperatingSystemMXBean;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.PackedKernels;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Collection;

/**
 * Whether there is memory for a copy of the weights in panels.
 *
 * <p>The file stays mapped beside it, but the operating system may forget those pages.
 */
final class PackingRoom {
  private static final Logger LOG = System.getLogger(PackingRoom.class.getName());

  /** The part of the machine's memory, or of the container's, that the copy may take. */
  private static final int PART = 2;

  private PackingRoom() {}

  /** Returns the kernels, without those for packed weights if the copy would be too large. */
  static KernelSelection check(KernelSelection chosen, Collection<Tensor> tensors) {
    if (chosen.packed().isEmpty()) {
      return chosen;
    }
    long bytes = tensors.stream().mapToLong(PackedKernels::packedBytes).sum();
    long most = memory() / PART;
    return bytes <= most
        ? chosen
        : chosen.withoutPacking(
            "the weights laid out anew would take %d MiB, %d are allowed"
                .formatted(bytes >> 20, most >> 20));
  }

  /** Says aloud where they are left out, as that is slower. */
  static KernelSelection checkAloud(KernelSelection chosen, Collection<Tensor> tensors) {
    KernelSelection checked = check(chosen, tensors);
    if (chosen.packed().isPresent() && checked.packed().isEmpty()) {
      LOG.log(
          Level.WARNING, "kernels={0} refused: {1}", chosen.name(), checked.refused().getLast());
    }
    return checked;
  }

  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
