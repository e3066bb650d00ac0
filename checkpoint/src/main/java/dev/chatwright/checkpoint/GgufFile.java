package dev.chatwright.checkpoint;

import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * A GGUF model file, versions 2 and 3, mapped into memory.
 *
 * <p>Its tensors and metadata are views of the file: they may be used until it is closed, and the
 * file must not be changed meanwhile. Safe for use by several threads.
 */
public final class GgufFile implements AutoCloseable {
  private final MappedFile file;
  private final GgufMetadata metadata;
  private final Map<String, Tensor> tensors;

  private GgufFile(MappedFile file, GgufMetadata metadata, Map<String, Tensor> tensors) {
    this.file = file;
    this.metadata = metadata;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Maps a file and checks its structure.
   *
   * @throws CheckpointException if it is not a GGUF file, or a broken one
   * @throws IOException if it cannot be read
   */
  public static GgufFile open(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    try {
      GgufHeader.Head head = GgufHeader.read(file);
      return new GgufFile(file, head.metadata(), GgufTensorList.read(file, head));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Returns where the file is. */
  public Path path() {
    return file.path();
  }

  /** Returns the metadata. */
  public GgufMetadata metadata() {
    return metadata;
  }

  /** Returns the tensors by name, in the order of the file. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Returns a tensor. */
  public Optional<Tensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** Unmaps the file; its tensors and metadata may not be used any more. */
  @Override
  public void close() {
    file.close();
  }
}
