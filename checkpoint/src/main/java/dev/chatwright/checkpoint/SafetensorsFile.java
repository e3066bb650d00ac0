package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file, mapped into memory.
 *
 * <p>Its tensors are views of the file: they may be used until it is closed, and the file must not
 * be changed meanwhile. Safe for use by several threads.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final Map<String, ElementType> READ =
      Map.of("F32", ElementType.F32, "F16", ElementType.F16, "BF16", ElementType.BF16);

  /** Types that other programs store beside the weights, and the bytes of an element. */
  private static final Map<String, Integer> SKIPPED =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("U16", 2),
          Map.entry("I16", 2),
          Map.entry("U32", 4),
          Map.entry("I32", 4),
          Map.entry("U64", 8),
          Map.entry("I64", 8),
          Map.entry("F64", 8));

  private static final int MAX_DIMENSIONS = 4;

  private final MappedFile file;
  private final Map<String, String> metadata;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();

  private SafetensorsFile(MappedFile file, SafetensorsHeader.Head head) throws CheckpointException {
    this.file = file;
    this.metadata = Collections.unmodifiableMap(head.metadata());
    for (SafetensorsHeader.Line line : head.lines()) {
      requireSize(line);
    }
    requireContiguous(head);
    for (SafetensorsHeader.Line line : head.lines()) {
      add(line, head.dataStart());
    }
  }

  /**
   * Maps a file and checks its structure.
   *
   * @throws CheckpointException if it is not a safetensors file, or a broken one
   * @throws IOException if it cannot be read
   */
  public static SafetensorsFile open(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    try {
      return new SafetensorsFile(file, SafetensorsHeader.read(file));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Returns where the file is. */
  public Path path() {
    return file.path();
  }

  /** Returns the free-form metadata. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Returns the tensors by name, in the order of the header; a scalar has the shape [1]. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Returns the tensors that are in the file but not read, with their type and shape. */
  public Map<String, String> skipped() {
    return Collections.unmodifiableMap(skipped);
  }

  /** Unmaps the file; its tensors may not be used any more. */
  @Override
  public void close() {
    file.close();
  }

  private void requireSize(SafetensorsHeader.Line line) throws CheckpointException {
    long bytes = elementBytes(line);
    for (long dimension : line.shape()) {
      if (dimension != 0 && bytes > file.size() / dimension) {
        throw failure(line, line.shape().toString(), "a shape that fits the file");
      }
      bytes *= dimension;
    }
    if (line.end() - line.begin() != bytes) {
      String found =
          "%d bytes for %s %s".formatted(line.end() - line.begin(), line.type(), line.shape());
      throw failure(line, found, bytes + " bytes");
    }
  }

  private long elementBytes(SafetensorsHeader.Line line) throws CheckpointException {
    ElementType type = READ.get(line.type());
    if (type != null) {
      return type.blockBytes();
    }
    Integer bytes = SKIPPED.get(line.type());
    if (bytes == null) {
      throw failure(line, "dtype " + line.type(), "one of " + READ.keySet() + SKIPPED.keySet());
    }
    return bytes;
  }

  /** Checks that the tensors fill the data without overlaps, holes, or bytes left over. */
  private void requireContiguous(SafetensorsHeader.Head head) throws CheckpointException {
    List<SafetensorsHeader.Line> sorted = new ArrayList<>(head.lines());
    sorted.sort(
        Comparator.comparingLong(SafetensorsHeader.Line::begin)
            .thenComparingLong(SafetensorsHeader.Line::end));
    long expected = 0;
    for (SafetensorsHeader.Line line : sorted) {
      if (line.begin() != expected) {
        String kind = line.begin() < expected ? "an overlap" : "a hole";
        throw failure(line, kind + ": data from " + line.begin(), "from " + expected);
      }
      expected = line.end();
    }
    long available = file.size() - head.dataStart();
    if (expected != available) {
      throw CheckpointException.at(
          file.path(),
          "data",
          head.dataStart(),
          available + " bytes; the file may be truncated",
          expected + " bytes, as the header says");
    }
  }

  private void add(SafetensorsHeader.Line line, long dataStart) throws CheckpointException {
    ElementType type = READ.get(line.type());
    if (type == null || line.begin() == line.end()) {
      skipped.put(line.name(), line.type() + " " + line.shape());
      return;
    }
    tensors.put(
        line.name(),
        Tensor.of(
            type, shape(line), file.slice(dataStart + line.begin(), line.end() - line.begin())));
  }

  private Shape shape(SafetensorsHeader.Line line) throws CheckpointException {
    if (line.shape().isEmpty()) {
      return Shape.of(1);
    }
    List<Integer> dimensions = new ArrayList<>();
    long rows = 1;
    for (long dimension : line.shape()) {
      if (dimension > Integer.MAX_VALUE || rows > Integer.MAX_VALUE) {
        throw failure(line, line.shape().toString(), "dimensions and rows below 2^31");
      }
      dimensions.add((int) dimension);
      rows = dimensions.size() < line.shape().size() ? rows * dimension : rows;
    }
    if (dimensions.size() > MAX_DIMENSIONS || rows > Integer.MAX_VALUE) {
      throw failure(line, line.shape().toString(), "up to 4 dimensions with rows below 2^31");
    }
    return new Shape(dimensions);
  }

  private CheckpointException failure(SafetensorsHeader.Line line, String found, String allowed) {
    return CheckpointException.at(file.path(), "tensor " + line.name(), 8, found, allowed);
  }
}
