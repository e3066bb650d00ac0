package dev.chatwright.inference;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.HuggingFaceFolder;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What the files of a model say of it, read without loading it.
 *
 * <p>Immutable.
 *
 * @param architecture the family, as its file names it: {@code llama}, {@code bert}
 * @param parameters how many numbers were learnt
 * @param quantization how most of them are stored: {@code Q4_1}
 * @param contextLength the most positions that it was trained for
 * @param encoder whether it turns texts into vectors and writes no replies
 */
public record ModelDescription(
    String architecture, long parameters, String quantization, int contextLength, boolean encoder) {

  /**
   * Reads the description of a model.
   *
   * @param fileOrFolder a GGUF file or a Hugging Face folder
   * @throws IOException if it is absent, broken, or of a kind that this version cannot run
   */
  public static ModelDescription of(Path fileOrFolder) throws IOException {
    return ModelLoader.open(
        fileOrFolder,
        memory -> {
          try (memory) {
            return Files.isDirectory(fileOrFolder)
                ? of(memory.add(HuggingFaceFolder.open(fileOrFolder)))
                : of(memory.add(GgufFile.open(fileOrFolder)));
          }
        });
  }

  private static ModelDescription of(HuggingFaceFolder folder) {
    return of(FolderModel.spec(folder), folder.tensors().values());
  }

  private static ModelDescription of(GgufFile file) {
    ArchSpec spec = Architectures.fromGguf(new GgufProperties(file.metadata()));
    return of(spec, file.tensors().values());
  }

  private static ModelDescription of(ArchSpec spec, Collection<Tensor> tensors) {
    return new ModelDescription(
        spec.architecture(),
        tensors.stream().mapToLong(tensor -> tensor.shape().elements()).sum(),
        ModelFiles.quantization(tensors),
        spec.contextLength(),
        !spec.attention().causal());
  }

  /** Returns this description with the context that a model has under these options. */
  public ModelDescription withContextOf(EngineOptions options) {
    int context = Math.min(contextLength, options.contextLength().orElse(contextLength));
    return new ModelDescription(architecture, parameters, quantization, context, encoder);
  }
}
