package dev.chatwright.inference.adapter;

import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file that change one weight, not checked yet.
 *
 * @param weight GGUF's name of the weight
 * @param name what the file calls the module, for messages
 * @param down A, or null if the file has none
 * @param up B, the same
 * @param magnitude of DoRA, or null
 */
record AdapterPart(
    String weight,
    String name,
    @Nullable Tensor down,
    @Nullable Tensor up,
    @Nullable Tensor magnitude) {

  static AdapterPart empty(String weight, String name) {
    return new AdapterPart(weight, name, null, null, null);
  }

  AdapterPart withDown(Tensor tensor) {
    return new AdapterPart(weight, name, tensor, up, magnitude);
  }

  AdapterPart withUp(Tensor tensor) {
    return new AdapterPart(weight, name, down, tensor, magnitude);
  }

  AdapterPart withMagnitude(Tensor tensor) {
    return new AdapterPart(weight, name, down, up, tensor);
  }
}
