package dev.chatwright.inference.adapter;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.PeftFolder;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * LoRA adapters in files: a folder as Hugging Face's PEFT writes it, or a GGUF file as llama.cpp
 * reads it.
 */
public final class AdapterFile {
  /** The most that two matrices may share. */
  public static final int MAX_RANK = 4096;

  private AdapterFile() {}

  /**
   * Reads an adapter for a model.
   *
   * @param fileOrFolder a folder of PEFT's or a GGUF file; not used afterwards
   * @param weights those of the model, which tell the shapes
   * @param arena owns the adapter's tensors
   * @return the changes, with rows in the order of the model
   * @throws CheckpointException if it is broken, of a kind that is not supported, or for another
   *     model; it names the model that the adapter says it is for
   * @throws IOException if it cannot be read
   */
  public static LoraAdapter read(Path fileOrFolder, ArchSpec spec, Weights weights, Arena arena)
      throws IOException {
    try {
      return fitting(fileOrFolder, spec, weights, arena);
    } catch (CheckpointException wrong) {
      throw withBase(wrong, fileOrFolder);
    }
  }

  /** Adds what says more to people than a shape: the model for which the adapter was made. */
  private static CheckpointException withBase(CheckpointException wrong, Path fileOrFolder) {
    try {
      String base = AdapterCard.of(fileOrFolder).base();
      return base.isBlank()
          ? wrong
          : new CheckpointException(
              "%s; the adapter says it is for %s"
                  .formatted(wrong.getMessage(), CheckpointException.printable(base)),
              wrong);
    } catch (IOException _) { // too broken to say
      return wrong;
    }
  }

  private static LoraAdapter fitting(Path fileOrFolder, ArchSpec spec, Weights weights, Arena arena)
      throws IOException {
    if (Files.isDirectory(fileOrFolder)) {
      try (PeftFolder folder = PeftFolder.open(fileOrFolder)) {
        return AdapterFitting.fit(PeftAdapter.read(folder, spec), spec, weights, arena);
      }
    }
    try (GgufFile file = GgufFile.open(fileOrFolder)) {
      return AdapterFitting.fit(GgufAdapter.read(file, spec), spec, weights, arena);
    }
  }

  /**
   * Writes a folder that PEFT reads, replacing an adapter that is there.
   *
   * @param spec of the model that the adapter is for
   * @param base that model's name or folder, which PEFT loads it by
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if the changes do not share rank and scale, or change what
   *     Hugging Face has no module for
   */
  public static void writeFolder(LoraAdapter adapter, ArchSpec spec, String base, Path folder)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      new PeftWriter(adapter, spec, arena).write(base, folder);
    }
  }

  /**
   * Writes a GGUF file that llama.cpp reads, replacing one that is there.
   *
   * @param spec of the model that the adapter is for
   * @param base that model's name, for people
   * @throws IOException if it cannot be written; then {@code file} is as it was before
   * @throws IllegalArgumentException if the changes do not share α, or have magnitudes, for which
   *     the format has no place
   */
  public static void writeGguf(LoraAdapter adapter, ArchSpec spec, String base, Path file)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      new GgufAdapterWriter(adapter, spec, arena).write(base, file);
    }
  }
}
