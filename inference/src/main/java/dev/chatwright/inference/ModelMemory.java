package dev.chatwright.inference;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.PackedKernels;
import java.util.Collection;

/**
 * What a model takes of the machine's memory, in bytes, known before it is loaded.
 *
 * <p>What has been laid out anew takes no memory in the mapped file any more. Immutable.
 *
 * @param mapped the weights as they are in the file
 * @param packed the same where those that gain by it are laid out anew
 * @param numbers the keys and values of one position
 */
record ModelMemory(long mapped, long packed, long numbers) {

  static ModelMemory of(ArchSpec spec, Collection<Tensor> tensors) {
    return new ModelMemory(
        tensors.stream().mapToLong(ModelMemory::mapped).sum(),
        tensors.stream().mapToLong(ModelMemory::packed).sum(),
        2L * spec.layers() * spec.attention().keyValueWidth());
  }

  private static long mapped(Tensor tensor) {
    return tensor.type().bytes(tensor.shape().elements());
  }

  private static long packed(Tensor tensor) {
    long bytes = PackedKernels.packedBytes(tensor);
    return bytes == 0 ? mapped(tensor) : bytes;
  }

  /** Returns what the weights take, and keys and values when as many are kept as may be. */
  long bytes(KernelSelection kernels, int contextLength, ElementType type) {
    long weights = kernels.packed().isPresent() ? packed : mapped;
    return weights + Math.max(ModelLoader.MAX_CACHE_BYTES, type.bytes(numbers * contextLength));
  }
}
