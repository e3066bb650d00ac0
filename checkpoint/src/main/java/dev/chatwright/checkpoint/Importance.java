package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much each column of a weight counts when it is quantised: the mean of the squares of what the
 * column is multiplied by, over some text.
 *
 * <p>Its file is the GGUF file that llama.cpp calls an importance matrix. Immutable.
 */
public final class Importance {
  /** Every column counts the same. */
  public static final Importance NONE = new Importance(Map.of());

  private static final String TYPE = "general.type";
  private static final String KIND = "imatrix";
  private static final String SUMS = ".in_sum2";
  private static final String COUNTS = ".counts";

  private final Map<String, float[]> columns;

  private Importance(Map<String, float[]> columns) {
    this.columns = columns;
  }

  /**
   * Creates the importance of some weights.
   *
   * @param meanSquares one for each column, by the weight's GGUF name
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public static Importance of(Map<String, float[]> meanSquares) {
    Map<String, float[]> copies = new TreeMap<>();
    meanSquares.forEach((name, values) -> copies.put(name, valid(name, values.clone())));
    return new Importance(copies);
  }

  private static float[] valid(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0) || Float.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            "the importance of %s must be finite and at least 0, column %d has %s"
                .formatted(name, i, values[i]));
      }
    }
    return values;
  }

  /** Returns whether it says nothing of any weight. */
  public boolean isEmpty() {
    return columns.isEmpty();
  }

  /**
   * Returns an encoder that minds it.
   *
   * @param weight the GGUF name
   * @param count how many columns the weight has
   * @throws CheckpointException if it is that of a weight with another number of columns
   * @throws IllegalArgumentException if the type cannot be encoded
   */
  public Quantizer quantizer(ElementType type, String weight, int count)
      throws CheckpointException {
    float[] values = columns.get(weight);
    if (values == null) {
      return Quantizer.to(type);
    }
    if (values.length != count) {
      throw new CheckpointException(
          "the importance is that of another model: %s has %d columns there and %d here"
              .formatted(weight, values.length, count));
    }
    return Quantizer.to(type).weighing(values);
  }

  /**
   * Reads a file.
   *
   * @throws CheckpointException if it is not such a file, or a broken one
   * @throws IOException if it cannot be read
   */
  public static Importance read(Path path) throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      Optional<String> type = file.metadata().string(TYPE);
      if (!type.equals(Optional.of(KIND))) {
        throw new CheckpointException(
            "%s: %s must be \"%s\", found %s"
                .formatted(path, TYPE, KIND, type.map("\"%s\""::formatted).orElse("none")));
      }
      return read(file);
    }
  }

  private static Importance read(GgufFile file) throws CheckpointException {
    Map<String, float[]> means = new TreeMap<>();
    for (Map.Entry<String, Tensor> entry : file.tensors().entrySet()) {
      if (entry.getKey().endsWith(SUMS)) {
        String weight = entry.getKey().substring(0, entry.getKey().length() - SUMS.length());
        float[] sums = floats(file, entry.getKey(), entry.getValue());
        float count = count(file, weight);
        if (count > 0) {
          means.put(weight, divided(sums, count));
        }
      }
    }
    try {
      return of(means);
    } catch (IllegalArgumentException impossible) {
      throw new CheckpointException(file.path() + ": " + impossible.getMessage(), impossible);
    }
  }

  private static float[] divided(float[] sums, float count) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= count;
    }
    return sums;
  }

  private static float count(GgufFile file, String weight) throws CheckpointException {
    String name = weight + COUNTS;
    Tensor counts =
        file.tensor(name)
            .orElseThrow(
                () -> new CheckpointException("%s: no tensor %s".formatted(file.path(), name)));
    float[] values = floats(file, name, counts);
    if (values.length != 1 || !Float.isFinite(values[0])) {
      throw new CheckpointException(
          "%s: %s must be one number, found %s"
              .formatted(
                  file.path(), name, values.length == 1 ? values[0] : values.length + " of them"));
    }
    return values[0];
  }

  private static float[] floats(GgufFile file, String name, Tensor tensor)
      throws CheckpointException {
    if (tensor.type() != ElementType.F32 || tensor.rows() != 1) {
      throw new CheckpointException(
          "%s: %s must be one row of F32, found %s of %s"
              .formatted(file.path(), name, tensor.shape(), tensor.type()));
    }
    return tensor.toArray();
  }

  /**
   * Writes a file, replacing one that is there.
   *
   * @param dataset what the text was, for people
   * @param chunks how many chunks of text there were
   * @param chunkLength the tokens of each
   * @throws IOException if it cannot be written; then {@code target} is as it was before
   */
  public void write(Path target, String dataset, int chunks, int chunkLength) throws IOException {
    GgufWriter writer =
        new GgufWriter()
            .string(TYPE, KIND)
            .strings("imatrix.datasets", List.of(dataset))
            .integer("imatrix.chunk_count", chunks)
            .integer("imatrix.chunk_size", chunkLength);
    float tokens = (float) chunks * chunkLength;
    try (Arena arena = Arena.ofConfined()) {
      columns.forEach(
          (name, means) -> {
            float[] sums = means.clone();
            for (int i = 0; i < sums.length; i++) {
              sums[i] *= tokens;
            }
            writer
                .tensor(name + SUMS, Tensor.copyOf(sums, Shape.of(1, sums.length), arena))
                .tensor(name + COUNTS, Tensor.copyOf(new float[] {tokens}, Shape.of(1, 1), arena));
          });
      writer.write(target);
    }
  }
}
