package dev.chatwright.inference.adapter;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.PeftFolder;
import dev.chatwright.checkpoint.Sha256;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a person wants to know of an adapter.
 *
 * <p>Immutable.
 *
 * @param path the file or folder
 * @param format {@code PEFT} or {@code GGUF}
 * @param base the model it was made for, as its maker called it; empty if it does not say
 * @param rank the largest of its changes
 * @param alpha by which changes are scaled, together with their rank
 * @param magnitudes whether rows are brought to a learnt length (DoRA)
 * @param changes how many weights it changes
 * @param parameters how many numbers were learnt
 * @param sha256 of the file, or of the list of files and their hashes
 */
public record AdapterCard(
    Path path,
    String format,
    String base,
    int rank,
    double alpha,
    boolean magnitudes,
    int changes,
    long parameters,
    String sha256) {

  /**
   * Returns whether a path holds an adapter, going by its settings' file or its metadata alone.
   *
   * @throws IOException if a file is no GGUF, or a broken one
   */
  public static boolean isAdapter(Path fileOrFolder) throws IOException {
    if (Files.isDirectory(fileOrFolder)) {
      return PeftFolder.isOne(fileOrFolder);
    }
    try (GgufFile file = GgufFile.open(fileOrFolder)) {
      return file.metadata().string(GgufAdapter.TYPE).filter("adapter"::equals).isPresent();
    }
  }

  /**
   * Reads the card of an adapter, without a model that it could be checked against.
   *
   * @throws dev.chatwright.checkpoint.CheckpointException if it is broken or of a kind that is not
   *     supported
   * @throws IOException if it cannot be read
   */
  public static AdapterCard of(Path fileOrFolder) throws IOException {
    if (Files.isDirectory(fileOrFolder)) {
      try (PeftFolder folder = PeftFolder.open(fileOrFolder)) {
        return of(folder, fileOrFolder);
      }
    }
    try (GgufFile file = GgufFile.open(fileOrFolder)) {
      return of(file);
    }
  }

  private static AdapterCard of(PeftFolder folder, Path path) throws IOException {
    PeftSettings settings = PeftSettings.read(folder.configPath(), folder.config());
    return new AdapterCard(
        path,
        "PEFT",
        settings.base(),
        settings.rank(),
        settings.alpha(),
        settings.magnitudes(),
        count(folder.tensors(), name -> name.endsWith(".lora_A.weight")),
        parameters(folder.tensors()),
        folder.sha256());
  }

  private static AdapterCard of(GgufFile file) throws IOException {
    double alpha = GgufAdapter.alpha(file);
    int rank =
        file.tensors().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(GgufAdapter.DOWN))
            .mapToInt(entry -> entry.getValue().rows())
            .max()
            .orElse(0);
    return new AdapterCard(
        file.path(),
        "GGUF",
        file.metadata().string(GgufAdapter.BASE).orElse(""),
        rank,
        alpha,
        false,
        count(file.tensors(), name -> name.endsWith(GgufAdapter.DOWN)),
        parameters(file.tensors()),
        Sha256.of(file.path()));
  }

  private static int count(Map<String, Tensor> tensors, Predicate<String> counted) {
    return (int) tensors.keySet().stream().filter(counted).count();
  }

  private static long parameters(Map<String, Tensor> tensors) {
    return tensors.values().stream().mapToLong(tensor -> tensor.shape().elements()).sum();
  }
}
