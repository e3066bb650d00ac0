package dev.chatwright.inference;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.GgufRequantizer;
import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.checkpoint.HuggingFaceFolder;
import dev.chatwright.checkpoint.Importance;
import dev.chatwright.inference.adapter.AdapterCard;
import dev.chatwright.inference.adapter.AdapterFile;
import dev.chatwright.inference.export.ExportException;
import dev.chatwright.inference.export.FolderMerge;
import dev.chatwright.inference.export.FolderToGguf;
import dev.chatwright.inference.export.GgufMerge;
import dev.chatwright.inference.export.GgufToFolder;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.ElementType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes models as files again.
 *
 * <p>Tensors are computed one row after another, so that a model need not fit into memory. Whatever
 * fails, what is written appears as a whole or not at all.
 */
public final class ModelExport {
  private ModelExport() {}

  /**
   * Writes a model with an adapter's changes added to its weights, in the layout that it has.
   *
   * @param type of the matrices; for a Hugging Face folder F32, F16 or BF16
   * @param out a GGUF file, or a folder that is not there yet
   * @throws IOException if a file is broken, the adapter is another model's, or {@code out} cannot
   *     be written
   * @throws IllegalArgumentException if the type cannot be written
   */
  public static void merge(Path model, Path adapter, ElementType type, Path out)
      throws IOException {
    ModelLoader.open(
        model,
        memory -> {
          try (memory) {
            if (Files.isDirectory(model)) {
              HuggingFaceFolder folder = memory.add(HuggingFaceFolder.open(model));
              ArchSpec spec = FolderModel.spec(folder);
              Weights weights = FolderModel.weights(folder, spec);
              FolderMerge.write(folder, spec, read(adapter, spec, weights), type, out);
            } else {
              GgufFile file = memory.add(GgufFile.open(model));
              ArchSpec spec = Architectures.fromGguf(new GgufProperties(file.metadata()));
              GgufMerge.write(file, read(adapter, spec, Weights.of(file.tensors())), type, out);
            }
          }
          return out;
        });
  }

  /**
   * Writes a model with other weights, as floats, in the layout that it has, replacing what is at
   * {@code out}. Tokenizer, template and all else stay.
   *
   * @param weights by their GGUF names, in the shapes of the model's own; tensors for which there
   *     are none stay as they are
   * @throws IOException if the model is broken, or {@code out} cannot be written
   */
  public static void withWeights(Path model, Weights weights, Path out) throws IOException {
    ModelLoader.open(
        model,
        memory -> {
          try (memory) {
            if (Files.isDirectory(model)) {
              HuggingFaceFolder folder = memory.add(HuggingFaceFolder.open(model));
              FolderMerge.replace(folder, FolderModel.spec(folder), weights, out);
            } else {
              GgufMerge.replace(memory.add(GgufFile.open(model)), weights, out);
            }
          }
          return out;
        });
  }

  private static LoraAdapter read(Path adapter, ArchSpec spec, Weights weights) throws IOException {
    return AdapterFile.read(adapter, spec, weights, Arena.ofAuto());
  }

  /**
   * Writes a model as a folder that Hugging Face's transformers reads.
   *
   * @param type F32, F16 or BF16
   * @param out a folder that is not there yet
   * @throws IOException if the model is broken or of a kind that cannot be written so, or {@code
   *     out} cannot be written
   * @throws IllegalArgumentException if the type is another
   */
  public static void toFolder(Path model, ElementType type, Path out) throws IOException {
    ModelLoader.open(
        model,
        memory -> {
          try (memory) {
            if (Files.isDirectory(model)) {
              HuggingFaceFolder folder = memory.add(HuggingFaceFolder.open(model));
              FolderMerge.write(folder, FolderModel.spec(folder), LoraAdapter.NONE, type, out);
            } else {
              ModelFiles files = GgufModel.open(model, memory);
              GgufFile file = memory.add(GgufFile.open(model));
              GgufToFolder.write(
                  file,
                  files.spec(),
                  files.tokenizer(),
                  files.template(),
                  files.endTokens(),
                  type,
                  out);
            }
          }
          return out;
        });
  }

  /**
   * Writes an adapter in the other layout: for PEFT a folder, for llama.cpp a GGUF file.
   *
   * @param model that the adapter is for
   * @param gguf whether to write a GGUF file, else a folder
   * @throws IOException if a file is broken, the adapter is another model's, cannot be written so,
   *     or {@code out} cannot be written
   */
  public static void adapter(Path model, Path adapter, boolean gguf, Path out) throws IOException {
    String base = AdapterCard.of(adapter).base();
    ModelLoader.open(
        model,
        memory -> {
          try (memory) {
            ModelFiles files =
                Files.isDirectory(model)
                    ? FolderModel.open(model, memory)
                    : GgufModel.open(model, memory);
            LoraAdapter read = read(adapter, files.spec(), files.weights());
            if (gguf) {
              AdapterFile.writeGguf(read, files.spec(), base, out);
            } else {
              AdapterFile.writeFolder(read, files.spec(), base, out);
            }
          } catch (IllegalArgumentException impossible) {
            throw new ExportException(String.valueOf(impossible.getMessage()));
          }
          return out;
        });
  }

  /**
   * Writes a model as a GGUF file with its matrices in an element type.
   *
   * @throws IOException if the model is broken or such a file cannot say what it is like, or {@code
   *     out} cannot be written
   * @throws IllegalArgumentException if the type cannot be written
   */
  public static void toGguf(Path model, ElementType type, Path out) throws IOException {
    toGguf(model, type, Importance.NONE, out);
  }

  /**
   * Writes a model as a GGUF file with its matrices in an element type.
   *
   * @param importance how much each column counts
   * @throws IOException if the model is broken or such a file cannot say what it is like, the
   *     importance is that of another model, or {@code out} cannot be written
   * @throws IllegalArgumentException if the type cannot be written
   */
  public static void toGguf(Path model, ElementType type, Importance importance, Path out)
      throws IOException {
    if (Files.isDirectory(model)) {
      folderToGguf(model, Optional.empty(), type, importance, out);
      return;
    }
    try (GgufFile file = GgufFile.open(model)) {
      GgufRequantizer.requantize(file, importance, type, out);
    }
  }

  /**
   * Writes a folder's model as a GGUF file, with an adapter's changes added to its weights.
   *
   * @throws IOException as above, or if the adapter is another model's
   * @throws IllegalArgumentException if the type cannot be written
   */
  public static void mergeToGguf(Path folder, Path adapter, ElementType type, Path out)
      throws IOException {
    folderToGguf(folder, Optional.of(adapter), type, Importance.NONE, out);
  }

  private static void folderToGguf(
      Path path, Optional<Path> adapter, ElementType type, Importance importance, Path out)
      throws IOException {
    ModelLoader.open(
        path,
        memory -> {
          try (memory) {
            ModelFiles files = ModelLoader.files(path, memory);
            HuggingFaceFolder folder = memory.add(HuggingFaceFolder.open(path));
            LoraAdapter changes =
                adapter.isPresent()
                    ? read(adapter.get(), files.spec(), files.weights())
                    : LoraAdapter.NONE;
            GgufWriter writer = new GgufWriter();
            FolderTokenizer.write(folder, files, writer);
            FolderToGguf.write(
                folder, files.spec(), files.weights(), changes, type, importance, writer, out);
          }
          return out;
        });
  }
}
