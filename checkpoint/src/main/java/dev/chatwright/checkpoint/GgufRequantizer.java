package dev.chatwright.checkpoint;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Makes a copy of a GGUF file whose matrices are stored in another element type. */
public final class GgufRequantizer {
  private static final String FILE_TYPE = "general.file_type";
  private static final int QUANTIZATION_VERSION = 2;

  private GgufRequantizer() {}

  /**
   * Writes the copy.
   *
   * <p>Vectors become {@link ElementType#F32}; matrices become {@code target}, or {@link
   * ElementType#F16} where their rows are not whole blocks of it. The metadata is the same but for
   * the file type.
   *
   * @throws IllegalArgumentException if {@code target} cannot be encoded
   * @throws IOException if {@code out} cannot be written
   */
  public static void requantize(GgufFile in, ElementType target, Path out) throws IOException {
    requantize(in, _ -> Optional.empty(), target, out);
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
      ElementType type = typeFor(tensor, target);
      writer.tensor(
          entry.getKey(),
          changes
              .find(entry.getKey())
              .map(source -> (TensorSource) new EncodedRows(tensor.shape(), type, source))
              .orElseGet(() -> requantized(tensor, type)));
    }
    writer.write(out);
  }

  private static ElementType typeFor(Tensor tensor, ElementType target) {
    if (tensor.shape().dimensions().size() == 1) {
      return ElementType.F32;
    }
    return tensor.columns() % target.blockElements() == 0 ? target : ElementType.F16;
  }

  private static int fileType(ElementType target) {
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

  private static TensorSource requantized(Tensor tensor, ElementType type) {
    return tensor.type() == type
        ? TensorSource.of(tensor)
        : new EncodedRows(tensor.shape(), type, _ -> unchanged(tensor));
  }

  private static EncodedRows.Rows unchanged(Tensor tensor) {
    return (row, target) -> Kernels.scalar().copyRow(tensor, row, target, 0);
  }
}
