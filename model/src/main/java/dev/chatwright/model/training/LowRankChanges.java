package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that stays as it is, of any element types, and changes of its products that learn.
 *
 * <p>They begin with zeros, magnitudes with the lengths that rows have, and change nothing until
 * {@code down} is given numbers and a step is taken. Confined to the thread that trains.
 */
public final class LowRankChanges extends Learner {
  private static final String DOWN = ".lora_a";
  private static final String UP = ".lora_b";
  private static final String MAGNITUDE = ".lora_magnitude";

  private final Weights base;
  private final LowRankOptions options;
  private final Parameters parameters;
  private final FrozenTensors frozen;
  private final ChangeSwitch changes;
  private final LearnerRooms rooms;
  private final Map<String, Magnitude> magnitudes = new HashMap<>();

  /**
   * Creates changes of a model.
   *
   * @param base must outlive them
   * @param arena owns their memory
   * @throws ModelException if a weight is missing, or none is to be changed
   */
  public LowRankChanges(
      ArchSpec spec, Weights base, LowRankOptions options, Kernels kernels, Arena arena) {
    this.base = base;
    this.options = options;
    frozen = new FrozenTensors(base, kernels, arena);
    Map<String, Shape> shapes = changedShapes(spec, base, options);
    parameters = Parameters.zeros(parameterShapes(shapes, options), arena);
    changes = new ChangeSwitch(options.scale());
    rooms = rooms(spec, base, options);
    if (options.magnitudes()) {
      shapes.keySet().forEach(name -> magnitudes.put(name, magnitude(name, kernels, arena)));
    }
  }

  /**
   * Returns the shapes of the weights that are changed, by name, in the order of a forward pass.
   */
  private static Map<String, Shape> changedShapes(
      ArchSpec spec, Weights base, LowRankOptions options) {
    Map<String, Shape> changed = new LinkedHashMap<>();
    ParameterShapes.of(spec, name -> base.find(name).isPresent())
        .forEach(
            (name, shape) -> {
              if (options.changes(name)) {
                changed.put(name, shape);
              }
            });
    if (changed.isEmpty()) {
      throw new ModelException(
          "the model has none of the products %s".formatted(options.targets()));
    }
    return changed;
  }

  private static Map<String, Shape> parameterShapes(
      Map<String, Shape> changed, LowRankOptions options) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    changed.forEach(
        (name, shape) -> {
          shapes.put(name + DOWN, Shape.of(options.rank(), shape.columns()));
          shapes.put(name + UP, Shape.of(shape.rows(), options.rank()));
          if (options.magnitudes()) {
            shapes.put(name + MAGNITUDE, Shape.of(shape.rows()));
          }
        });
    return shapes;
  }

  /** Returns the magnitude of a weight: what its rows' lengths are before anything is learnt. */
  private Magnitude magnitude(String name, Kernels kernels, Arena arena) {
    Parameter wanted = parameters.requireParameter(name + MAGNITUDE);
    Tensor weight = base.require(name);
    try (Arena local = Arena.ofConfined()) {
      Tensor row = Tensor.zeros(Shape.of(weight.columns()), local);
      for (int i = 0; i < weight.rows(); i++) {
        kernels.copyRow(weight, i, row, 0);
        double squares = kernels.gradients().sumOfSquares(row, 0, row.columns());
        wanted.value().set(0, i, (float) Math.sqrt(squares));
      }
    }
    Tensor lengths = Tensor.zeros(Shape.of(weight.rows()), arena);
    lengths.data().copyFrom(wanted.value().data());
    return new Magnitude(wanted, lengths);
  }

  /** Returns how many numbers learn. */
  public static long count(ArchSpec spec, Weights base, LowRankOptions options) {
    return parameterShapes(changedShapes(spec, base, options), options).values().stream()
        .mapToLong(Shape::elements)
        .sum();
  }

  /** Returns the room that changes of a model would need besides their parameters. */
  static LearnerRooms rooms(ArchSpec spec, Weights base, LowRankOptions options) {
    Map<String, Shape> changed = changedShapes(spec, base, options);
    long decoded =
        ParameterShapes.of(spec, name -> base.find(name).isPresent()).entrySet().stream()
            .filter(each -> each.getValue().dimensions().size() > 1)
            .filter(each -> isQuantised(base, each.getKey()))
            .mapToLong(each -> each.getValue().elements())
            .max()
            .orElse(0);
    long summed = changed.values().stream().mapToLong(Shape::elements).max().orElse(0);
    return new LearnerRooms(
        Math.max(decoded, summed),
        summed,
        options.rank(),
        changed.values().stream().mapToInt(Shape::rows).max().orElse(0),
        changed.values().stream().mapToInt(Shape::columns).max().orElse(0),
        options.magnitudes() ? changed.values().stream().mapToLong(Shape::rows).sum() : 0);
  }

  private static boolean isQuantised(Weights base, String name) {
    return base.require(name).type() != ElementType.F32;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Weights weights() {
    return base;
  }

  @Override
  Optional<ProductWeight> findProduct(String name) {
    return base.find(name).map(weight -> product(name, weight));
  }

  private ProductWeight product(String name, Tensor weight) {
    Optional<Parameter> down = parameters.parameter(name + DOWN);
    if (down.isEmpty()) {
      return new ProductWeight.Frozen(weight);
    }
    Parameter up = parameters.requireParameter(name + UP);
    return ChangedWeight.of(weight, down.get(), up, magnitudes.get(name), changes);
  }

  @Override
  Optional<Learnable> find(String name) {
    return frozen.find(name);
  }

  /** Returns whether a parameter is a change's first matrix, {@code [r, K]}. */
  public static boolean isDown(Parameter parameter) {
    return parameter.name().endsWith(DOWN);
  }

  /** Leaves the changes out from now on, or takes them in again. */
  public void setOff(boolean off) {
    changes.setOff(off);
  }

  /** Returns the changes for inference, sharing their memory. */
  public LoraAdapter adapter() {
    Map<String, LowRank> found = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      if (isDown(parameter)) {
        String weight = parameter.name().substring(0, parameter.name().length() - DOWN.length());
        Tensor up = parameters.requireParameter(weight + UP).value();
        Optional<Tensor> magnitude = parameters.parameter(weight + MAGNITUDE).map(Parameter::value);
        found.put(weight, new LowRank(parameter.value(), up, options.scale(), magnitude));
      }
    }
    return new LoraAdapter(found);
  }

  @Override
  void measure(@Nullable DocumentNorms norms) {
    if (options.magnitudes()) {
      throw new UnsupportedOperationException(
          "the gradients of magnitudes are not measured by document");
    }
    changes.setNorms(norms);
  }

  @Override
  LearnerRooms rooms() {
    return rooms;
  }
}
