package dev.chatwright.inference.adapter;

import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import java.util.Set;
import java.util.stream.Collectors;

/** The α that files keep in place of each change's scale, {@code α/r}. */
final class AdapterScale {
  /** What a division and a multiplication in floats may have lost. */
  private static final double ROUNDING = 1e-6;

  private AdapterScale() {}

  /**
   * Returns the α of all changes.
   *
   * @throws IllegalArgumentException if they have several, or there are none
   */
  static double alpha(LoraAdapter adapter) {
    Set<Double> all =
        adapter.changes().values().stream().map(AdapterScale::alpha).collect(Collectors.toSet());
    if (all.size() != 1) {
      throw new IllegalArgumentException("the changes of an adapter must share α, got " + all);
    }
    return all.iterator().next();
  }

  private static double alpha(LowRank change) {
    double alpha = (double) change.scale() * change.rank();
    double whole = Math.rint(alpha);
    return Math.abs(alpha - whole) <= ROUNDING * Math.abs(whole) ? whole : alpha;
  }
}
