package dev.chatwright.inference;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.PackedKernels;
import java.util.Collection;

/**
 * What a model takes of the machine's memory, in bytes, known before it is loaded.
 *
 * <p>What has been laid out anew takes no memory in the mapped file any more. Immutable.
 *
 * @param spec tells what a position of a conversation is made of
 * @param mapped the weights as they are in the file
 * @param packed the same where those that gain by it are laid out anew
 */
record ModelMemory(ArchSpec spec, long mapped, long packed) {

  static ModelMemory of(ArchSpec spec, Collection<Tensor> tensors) {
    return new ModelMemory(
        spec,
        tensors.stream().mapToLong(ModelMemory::mapped).sum(),
        tensors.stream().mapToLong(ModelMemory::packed).sum());
  }

  private static long mapped(Tensor tensor) {
    return tensor.type().bytes(tensor.shape().elements());
  }

  private static long packed(Tensor tensor) {
    long bytes = PackedKernels.packedBytes(tensor);
    return bytes == 0 ? mapped(tensor) : bytes;
  }

  /** Returns what the weights take, and keys and values when as many are kept as may be. */
  long bytes(KernelSelection kernels, int contextLength, KeyValueType type) {
    long context = contextLength * ModelLoader.positionBytes(spec, type);
    return weights(kernels) + Math.max(ModelLoader.MAX_CACHE_BYTES, context);
  }

  /** Returns what it takes where it guesses for another: the weights, and one conversation. */
  long draftBytes(KernelSelection kernels, int contextLength, KeyValueType type) {
    return weights(kernels) + ModelLoader.contextBytes(spec, contextLength, type);
  }

  private long weights(KernelSelection kernels) {
    return kernels.packed().isPresent() ? packed : mapped;
  }
}
