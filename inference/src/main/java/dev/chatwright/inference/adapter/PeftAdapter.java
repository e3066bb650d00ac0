package dev.chatwright.inference.adapter;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.PeftFolder;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.HuggingFaceNames;
import dev.chatwright.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adapters in PEFT's layout. */
final class PeftAdapter {
  private static final Pattern NAME =
      Pattern.compile(
          "base_model\\.model\\.(.+)\\.(lora_A|lora_B|lora_magnitude_vector)(?:\\.weight)?");

  private PeftAdapter() {}

  /**
   * Sorts the tensors of a folder.
   *
   * @throws CheckpointException if the adapter is of a kind that is not supported, or one of its
   *     tensors has no meaning for the architecture
   */
  static AdapterParts read(PeftFolder folder, ArchSpec spec) throws CheckpointException {
    PeftSettings settings = PeftSettings.read(folder.configPath(), folder.config());
    AdapterParts parts =
        new AdapterParts(folder.weightsPath(), false, settings::scale, settings.magnitudes());
    for (Map.Entry<String, Tensor> entry : folder.tensors().entrySet()) {
      Matcher name = NAME.matcher(entry.getKey());
      if (!name.matches()) {
        throw CheckpointException.in(
            folder.weightsPath(),
            "tensor " + entry.getKey(),
            "no part of a LoRA adapter",
            "lora_A, lora_B or lora_magnitude_vector of a linear layer");
      }
      String module = name.group(1);
      String weight =
          HuggingFaceNames.canonical(spec, module + ".weight")
              .orElseThrow(
                  () ->
                      CheckpointException.in(
                          folder.weightsPath(),
                          "tensor " + entry.getKey(),
                          "module " + module,
                          "one of a %s model".formatted(spec.architecture())));
      parts.update(weight, module, role(name.group(2), entry.getValue()));
    }
    return parts;
  }

  private static UnaryOperator<AdapterPart> role(String role, Tensor tensor) {
    return switch (role) {
      case "lora_A" -> part -> part.withDown(tensor);
      case "lora_B" -> part -> part.withUp(tensor);
      default -> part -> part.withMagnitude(tensor);
    };
  }
}
