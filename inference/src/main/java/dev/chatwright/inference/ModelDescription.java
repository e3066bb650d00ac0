package dev.chatwright.inference;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.HuggingFaceFolder;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.KeyValueType;
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
 * @param contextLength the most positions that a conversation may take
 * @param encoder whether it turns texts into vectors and writes no replies
 * @param memoryBytes what its weights will take, and what it keeps of conversations at the most
 * @param draftBytes what it will take beside another for which it guesses
 */
public record ModelDescription(
    String architecture,
    long parameters,
    String quantization,
    int contextLength,
    boolean encoder,
    long memoryBytes,
    long draftBytes) {

  /**
   * Reads the description of a model, with the context that it has under some options.
   *
   * @param fileOrFolder a GGUF file or a Hugging Face folder
   * @throws IOException if it is absent, broken, or of a kind that this version cannot run
   */
  public static ModelDescription of(Path fileOrFolder, EngineOptions options) throws IOException {
    return ModelLoader.open(
        fileOrFolder,
        memory -> {
          try (memory) {
            return Files.isDirectory(fileOrFolder)
                ? of(memory.add(HuggingFaceFolder.open(fileOrFolder)), options)
                : of(memory.add(GgufFile.open(fileOrFolder)), options);
          }
        });
  }

  private static ModelDescription of(HuggingFaceFolder folder, EngineOptions options) {
    return of(FolderModel.spec(folder), folder.tensors().values(), options);
  }

  private static ModelDescription of(GgufFile file, EngineOptions options) {
    ArchSpec spec = Architectures.fromGguf(new GgufProperties(file.metadata()));
    return of(spec, file.tensors().values(), options);
  }

  private static ModelDescription of(
      ArchSpec spec, Collection<Tensor> tensors, EngineOptions options) {
    int context = ModelLoader.context(spec, options);
    KernelSelection kernels = PackingRoom.check(ModelLoader.selected(options), tensors);
    ModelMemory memory = ModelMemory.of(spec, tensors);
    KeyValueType type = options.cacheType().stored();
    return new ModelDescription(
        spec.architecture(),
        tensors.stream().mapToLong(tensor -> tensor.shape().elements()).sum(),
        ModelFiles.quantization(tensors),
        context,
        !spec.attention().causal(),
        memory.bytes(kernels, context, type),
        memory.draftBytes(kernels, context, type));
  }
}
