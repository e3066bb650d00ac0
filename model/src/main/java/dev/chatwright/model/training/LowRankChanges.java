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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that stays as it is, of any element types, and changes of its products that learn.
 *
 * <p>They begin with zeros and change nothing until {@code down} is given numbers and a step is
 * taken. Confined to the thread that trains.
 */
public final class LowRankChanges extends Learner {
  private static final String DOWN = ".lora_a";
  private static final String UP = ".lora_b";

  private final Weights base;
  private final LowRankOptions options;
  private final Parameters parameters;
  private final FrozenTensors frozen;
  private final ChangeSwitch changes;
  private final LearnerRooms rooms;

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
    parameters = Parameters.zeros(parameterShapes(shapes, options.rank()), arena);
    changes = new ChangeSwitch(options.scale());
    rooms = rooms(spec, base, options);
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

  private static Map<String, Shape> parameterShapes(Map<String, Shape> changed, int rank) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    changed.forEach(
        (name, shape) -> {
          shapes.put(name + DOWN, Shape.of(rank, shape.columns()));
          shapes.put(name + UP, Shape.of(shape.rows(), rank));
        });
    return shapes;
  }

  /** Returns how many numbers learn. */
  public static long count(ArchSpec spec, Weights base, LowRankOptions options) {
    return parameterShapes(changedShapes(spec, base, options), options.rank()).values().stream()
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
        changed.values().stream().mapToInt(Shape::columns).max().orElse(0));
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
    return ChangedWeight.of(weight, down.get(), parameters.requireParameter(name + UP), changes);
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
        found.put(weight, new LowRank(parameter.value(), up, options.scale(), Optional.empty()));
      }
    }
    return new LoraAdapter(found);
  }

  @Override
  void measure(@Nullable DocumentNorms norms) {
    changes.setNorms(norms);
  }

  @Override
  LearnerRooms rooms() {
    return rooms;
  }
}
