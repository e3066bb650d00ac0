package dev.chatwright.tokenizer.template;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The variable {@code loop} in one round of a loop.
 *
 * @param items all elements of the loop
 * @param index the round, from 0
 * @param lastChanged what {@code loop.changed} saw last; one for all rounds
 */
record LoopValue(List<Value> items, int index, AtomicReference<@Nullable Value> lastChanged)
    implements Value {

  Value attribute(String name) {
    int size = items.size();
    return switch (name) {
      case "index" -> new IntegerValue(index + 1L);
      case "index0" -> new IntegerValue(index);
      case "revindex" -> new IntegerValue(size - index);
      case "revindex0" -> new IntegerValue(size - index - 1L);
      case "first" -> BooleanValue.of(index == 0);
      case "last" -> BooleanValue.of(index == size - 1);
      case "length" -> new IntegerValue(size);
      // Only recursive loops, which this interpreter does not have, are deeper.
      case "depth" -> new IntegerValue(1);
      case "depth0" -> new IntegerValue(0);
      case "previtem" -> index > 0 ? items.get(index - 1) : new UndefinedValue("loop.previtem");
      case "nextitem" ->
          index + 1 < size ? items.get(index + 1) : new UndefinedValue("loop.nextitem");
      case "cycle" -> (Callable) (arguments, _) -> cycle(arguments);
      case "changed" -> (Callable) this::changed;
      default -> new UndefinedValue("loop." + name);
    };
  }

  private Value cycle(Arguments arguments) {
    if (arguments.count() == 0) {
      throw TemplateFailure.evaluation("loop.cycle needs something to cycle through");
    }
    return arguments.positional().get(index % arguments.count());
  }

  private Value changed(Arguments arguments, Rendering rendering) {
    Value now = ListValue.tuple(arguments.positional());
    Value before = lastChanged.getAndSet(now);
    return BooleanValue.of(before == null || !Values.equal(before, now, rendering.budget()));
  }

  /** Loops are equal by identity: a comparison must not walk their elements. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
