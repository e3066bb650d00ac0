package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private final Map<String, Sums> byWeight;

  private Importance(Map<String, Sums> byWeight) {
    this.byWeight = byWeight;
  }

  /** Squares summed over tokens, as a file holds them, so that it gives back the very same. */
  private record Sums(List<Float> squares, float count) {
    float[] means() {
      float[] means = new float[squares.size()];
      for (int i = 0; i < means.length; i++) {
        means[i] = squares.get(i) / count;
      }
      return means;
    }
  }

  /**
   * Creates the importance of some weights.
   *
   * @param meanSquares one for each column, by the weight's GGUF name
   * @param count over how many tokens, at least 1
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public static Importance of(Map<String, float[]> meanSquares, int count) {
    Map<String, Sums> byWeight = new TreeMap<>();
    meanSquares.forEach(
        (name, means) -> {
          List<Float> squares = new ArrayList<>(means.length);
          for (float mean : means) {
            squares.add(mean * count);
          }
          byWeight.put(name, valid(name, new Sums(squares, count)));
        });
    return new Importance(byWeight);
  }

  private static Sums valid(String name, Sums sums) {
    float[] means = sums.means();
    for (int i = 0; i < means.length; i++) {
      if (!(means[i] >= 0) || Float.isInfinite(means[i])) {
        throw new IllegalArgumentException(
            "the importance of %s must be finite and at least 0, column %d has %s"
                .formatted(name, i, means[i]));
      }
    }
    return sums;
  }

  /** Returns whether it says nothing of any weight. */
  public boolean isEmpty() {
    return byWeight.isEmpty();
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
    Sums sums = byWeight.get(weight);
    if (sums == null) {
      return Quantizer.to(type);
    }
    if (sums.squares().size() != count) {
      throw new CheckpointException(
          "the importance is that of another model: %s has %d columns there and %d here"
              .formatted(weight, sums.squares().size(), count));
    }
    return Quantizer.to(type).weighing(sums.means());
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
    Map<String, Sums> byWeight = new TreeMap<>();
    for (Map.Entry<String, Tensor> entry : file.tensors().entrySet()) {
      if (entry.getKey().endsWith(SUMS)) {
        String weight = entry.getKey().substring(0, entry.getKey().length() - SUMS.length());
        List<Float> squares = new ArrayList<>();
        for (float sum : floats(file, entry.getKey(), entry.getValue())) {
          squares.add(sum);
        }
        float count = count(file, weight);
        if (count > 0) {
          byWeight.put(weight, new Sums(squares, count));
        }
      }
    }
    try {
      byWeight.forEach(Importance::valid);
    } catch (IllegalArgumentException impossible) {
      throw new CheckpointException(file.path() + ": " + impossible.getMessage(), impossible);
    }
    return new Importance(byWeight);
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
    try (Arena arena = Arena.ofConfined()) {
      byWeight.forEach(
          (name, sums) -> {
            float[] squares = new float[sums.squares().size()];
            for (int i = 0; i < squares.length; i++) {
              squares[i] = sums.squares().get(i);
            }
            float[] count = {sums.count()};
            writer
                .tensor(name + SUMS, Tensor.copyOf(squares, Shape.of(1, squares.length), arena))
                .tensor(name + COUNTS, Tensor.copyOf(count, Shape.of(1, 1), arena));
          });
      writer.write(target);
    }
  }
}
