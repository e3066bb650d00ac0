package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a copy of a GGUF file whose matrices are stored in another element type. */
public final class GgufRequantizer {
  private static final String FILE_TYPE = "general.file_type";
  private static final int QUANTIZATION_VERSION = 2;

  private GgufRequantizer() {}

  /**
   * Writes the copy.
   *
   * <p>Vectors become {@link ElementType#F32}; matrices become {@code target}, or where their rows
   * are not whole blocks of it {@link ElementType#Q8_0}, or {@link ElementType#F16}. The metadata
   * is the same but for the file type.
   *
   * @throws IllegalArgumentException if {@code target} cannot be encoded
   * @throws IOException if {@code out} cannot be written
   */
  public static void requantize(GgufFile in, ElementType target, Path out) throws IOException {
    requantize(in, Importance.NONE, target, out);
  }

  /**
   * Writes the copy, some columns counting more than others.
   *
   * @throws CheckpointException if the importance is that of another model
   * @throws IllegalArgumentException if {@code target} cannot be encoded
   * @throws IOException if {@code out} cannot be written
   */
  public static void requantize(GgufFile in, Importance importance, ElementType target, Path out)
      throws IOException {
    requantize(in, _ -> Optional.empty(), importance, target, out);
  }

  /** Finds what computes the rows of a tensor that is to be changed. */
  @FunctionalInterface
  public interface Changes {
    /** Returns it, or empty for a tensor that stays as it is. */
    Optional<EncodedRows.Source> find(String name);
  }

  /**
   * Writes the copy with some tensors changed.
   *
   * @throws IllegalArgumentException if {@code target} cannot be encoded
   * @throws IOException if {@code out} cannot be written
   */
  public static void requantize(GgufFile in, Changes changes, ElementType target, Path out)
      throws IOException {
    requantize(in, changes, Importance.NONE, target, out);
  }

  private static void requantize(
      GgufFile in, Changes changes, Importance importance, ElementType target, Path out)
      throws IOException {
    Quantizer.to(target);
    GgufWriter writer = new GgufWriter();
    for (String key : in.metadata().keys()) {
      if (!key.equals("general.alignment")) {
        writer.copy(in.metadata(), key);
      }
    }
    writer.integer(FILE_TYPE, fileType(target));
    writer.integer("general.quantization_version", QUANTIZATION_VERSION);
    for (Map.Entry<String, Tensor> entry : in.tensors().entrySet()) {
      Tensor tensor = entry.getValue();
      ElementType type = typeFor(tensor.shape(), target);
      Quantizer quantizer = importance.quantizer(type, entry.getKey(), tensor.columns());
      writer.tensor(
          entry.getKey(),
          changes
              .find(entry.getKey())
              .map(source -> (TensorSource) new EncodedRows(tensor.shape(), quantizer, source))
              .orElseGet(() -> requantized(tensor, quantizer)));
    }
    writer.write(out);
  }

  /** Returns how a tensor of a file whose matrices are to be {@code target} is stored. */
  public static ElementType typeFor(Shape shape, ElementType target) {
    if (shape.dimensions().size() == 1) {
      return ElementType.F32;
    }
    return Stream.of(target, ElementType.Q8_0)
        .filter(type -> shape.columns() % type.blockElements() == 0)
        .findFirst()
        .orElse(ElementType.F16);
  }

  /** Returns the number that a file has whose matrices are of a type. */
  public static int fileType(ElementType target) {
    return switch (target) {
      case F32 -> 0;
      case F16 -> 1;
      case Q4_0 -> 2;
      case Q4_1 -> 3;
      case Q8_0 -> 7;
      case Q4_K -> 14;
      case BF16 -> 32;
      default -> throw new AssertionError(target);
    };
  }

  private static TensorSource requantized(Tensor tensor, Quantizer quantizer) {
    return tensor.type() == quantizer.type()
        ? TensorSource.of(tensor)
        : new EncodedRows(tensor.shape(), quantizer, _ -> unchanged(tensor));
  }

  private static EncodedRows.Rows unchanged(Tensor tensor) {
    return (row, target) -> Kernels.scalar().copyRow(tensor, row, target, 0);
  }
}
