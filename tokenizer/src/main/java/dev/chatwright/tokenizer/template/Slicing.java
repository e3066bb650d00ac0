package dev.chatwright.tokenizer.template;

import dev.chatwright.tokenizer.template.Value.ListValue;
import dev.chatwright.tokenizer.template.Value.NoneValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Indexes and slices of texts and lists; negative positions count from the end. */
final class Slicing {
  private Slicing() {}

  /** Returns one element, or null where there is none. */
  static @Nullable Value element(Value target, long index, Budget budget) {
    int size = Values.size(target);
    long at = index < 0 ? index + size : index;
    if (at < 0 || at >= size) {
      return null;
    }
    if (target instanceof Text text) {
      budget.characters(text.length());
      int from = offset(text, (int) at);
      return text.slice(from, offset(text, (int) at + 1));
    }
    return ((ListValue) target).elements().get((int) at);
  }

  /** Returns the elements from {@code start} to before {@code stop}, every {@code step}th. */
  static Value slice(Value target, Value start, Value stop, Value step, Budget budget) {
    if (!(target instanceof Text) && !(target instanceof ListValue)) {
      throw TemplateFailure.evaluation("%s has no slices".formatted(Values.typeName(target)));
    }
    long by = step == NoneValue.NONE ? 1 : Values.integer(step, "the step of a slice");
    if (by == 0) {
      throw TemplateFailure.evaluation("the step of a slice is 0");
    }
    int size = Values.size(target);
    long first = bound(start, by > 0 ? 0 : size - 1, size, by);
    long end = bound(stop, by > 0 ? size : -1, size, by);
    if (by == 1 && target instanceof Text text) {
      return text.slice(offset(text, (int) first), offset(text, (int) Math.max(first, end)));
    }
    return stepped(target, first, end, by, budget);
  }

  private static Value stepped(Value target, long first, long end, long by, Budget budget) {
    List<Value> all = Values.elements(target, budget);
    List<Value> elements = new ArrayList<>();
    // The bounds lie within the size, so a clamped step leaves the loop before it overflows.
    for (long at = first; by > 0 ? at < end : at > end; at += clampStep(by)) {
      elements.add(all.get((int) at));
    }
    if (target instanceof Text) {
      Text.Builder builder = new Text.Builder();
      elements.forEach(element -> builder.append((Text) element));
      return builder.build();
    }
    return new ListValue(
        List.copyOf(elements), ((ListValue) target).tuple(), ((ListValue) target).depth());
  }

  private static long clampStep(long by) {
    return Math.clamp(
        by, -TemplateLimits.TEXT_CHARACTERS - 1L, TemplateLimits.TEXT_CHARACTERS + 1L);
  }

  private static long bound(Value value, long fallback, int size, long by) {
    if (value == NoneValue.NONE) {
      return fallback;
    }
    long given = Values.integer(value, "the bound of a slice");
    long at = given < 0 ? given + size : given;
    return by > 0 ? Math.clamp(at, 0, size) : Math.clamp(at, -1, size - 1L);
  }

  private static int offset(Text text, int codePoint) {
    return text.string().offsetByCodePoints(0, codePoint);
  }
}
