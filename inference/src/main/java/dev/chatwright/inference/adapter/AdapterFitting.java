package dev.chatwright.inference.adapter;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import dev.chatwright.model.RotaryRows;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parts of an adapter against the model that it is to change, and copies them as floats.
 *
 * <p>Confined to one thread.
 */
final class AdapterFitting {
  private final AdapterParts parts;
  private final ArchSpec spec;
  private final Weights weights;
  private final Arena arena;

  private AdapterFitting(AdapterParts parts, ArchSpec spec, Weights weights, Arena arena) {
    this.parts = parts;
    this.spec = spec;
    this.weights = weights;
    this.arena = arena;
  }

  /**
   * Returns the adapter, with rows in the order of the model.
   *
   * @throws CheckpointException naming the tensor that does not fit
   */
  static LoraAdapter fit(AdapterParts parts, ArchSpec spec, Weights weights, Arena arena)
      throws CheckpointException {
    if (parts.isEmpty()) {
      throw CheckpointException.in(parts.file(), "tensors", "none", "at least one change");
    }
    AdapterFitting fitting = new AdapterFitting(parts, spec, weights, arena);
    Map<String, LowRank> changes = new HashMap<>();
    for (AdapterPart part : parts.all()) {
      changes.put(part.weight(), fitting.change(part));
    }
    return new LoraAdapter(changes);
  }

  private LowRank change(AdapterPart part) throws CheckpointException {
    Tensor weight = weight(part);
    Tensor down = require(part, "A", part.down());
    Tensor up = require(part, "B", part.up());
    int rank = down.rows();
    if (rank > AdapterFile.MAX_RANK) {
      throw failure(part, "A", down, "a rank of at most " + AdapterFile.MAX_RANK);
    }
    requireShape(part, "A", down, Shape.of(rank, weight.columns()));
    requireShape(part, "B", up, Shape.of(weight.rows(), rank));
    IntUnaryOperator rows =
        RotaryRows.sourceRows(
            spec, part.weight(), parts.neighbours(), spec.attention().rotary().interleaved());
    return new LowRank(
        floats(part, "A", down, IntUnaryOperator.identity()),
        floats(part, "B", up, rows),
        (float) parts.scale(rank),
        magnitude(part, weight.rows(), rows));
  }

  private Optional<Tensor> magnitude(AdapterPart part, int length, IntUnaryOperator rows)
      throws CheckpointException {
    if (!parts.magnitudes()) {
      if (part.magnitude() != null) {
        throw failure(part, "magnitude", part.magnitude(), "none, as the settings say");
      }
      return Optional.empty();
    }
    Tensor found = require(part, "magnitude", part.magnitude());
    if (found.shape().elements() != length) {
      throw failure(part, "magnitude", found, Shape.of(length).toString());
    }
    Tensor column = Tensor.of(found.type(), Shape.of(length, 1), found.data());
    return Optional.of(floats(part, "magnitude", column, rows).reshaped(Shape.of(length)));
  }

  private Tensor weight(AdapterPart part) throws CheckpointException {
    boolean tied = part.weight().equals("output.weight") && weights.find(part.weight()).isEmpty();
    String name = tied ? "token_embd.weight" : part.weight();
    boolean linear = !part.weight().contains("_embd") && !part.weight().contains("token_types");
    Optional<Tensor> found = linear ? weights.find(name) : Optional.empty();
    return found
        .filter(tensor -> tensor.shape().dimensions().size() == 2)
        .orElseThrow(
            () ->
                CheckpointException.in(
                    parts.file(),
                    "change of " + part.name(),
                    part.weight() + ", which is no linear layer of the model",
                    "linear layers of a %s model".formatted(spec.architecture())));
  }

  private Tensor require(AdapterPart part, String role, @Nullable Tensor tensor)
      throws CheckpointException {
    if (tensor == null) {
      throw CheckpointException.in(
          parts.file(), "change of " + part.name(), "no " + role, "A and B" + dora());
    }
    return tensor;
  }

  private String dora() {
    return parts.magnitudes() ? " and magnitudes" : "";
  }

  private void requireShape(AdapterPart part, String role, Tensor tensor, Shape expected)
      throws CheckpointException {
    if (!tensor.shape().equals(expected)) {
      throw failure(part, role, tensor, expected.toString());
    }
  }

  private CheckpointException failure(
      AdapterPart part, String role, Tensor tensor, String expected) {
    return CheckpointException.in(
        parts.file(), role + " of " + part.name(), tensor.shape().toString(), expected);
  }

  /** Copies a matrix; row i comes from row {@code source(i)}. */
  private Tensor floats(AdapterPart part, String role, Tensor from, IntUnaryOperator source)
      throws CheckpointException {
    Tensor to = Tensor.zeros(from.shape(), arena);
    for (int row = 0; row < to.rows(); row++) {
      Kernels.scalar().copyRow(from, source.applyAsInt(row), to, row);
      for (int column = 0; column < to.columns(); column++) {
        if (!Float.isFinite(to.get(row, column))) {
          throw CheckpointException.in(
              parts.file(),
              "%s of %s, row %d, column %d".formatted(role, part.name(), row, column),
              String.valueOf(to.get(row, column)),
              "a finite number");
        }
      }
    }
    return to;
  }

  /** Returns a copy of a float matrix with its rows in another order. */
  static Tensor reordered(Tensor from, IntUnaryOperator source, Arena arena) {
    Tensor to = Tensor.zeros(from.shape(), arena);
    for (int row = 0; row < to.rows(); row++) {
      Kernels.scalar().copyRow(from, source.applyAsInt(row), to, row);
    }
    return to;
  }
}
