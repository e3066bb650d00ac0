package dev.chatwright.server.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The budget of the models in memory: whether another fits, and who must go for it.
 *
 * <p>Immutable.
 *
 * @param limits what all may take together
 */
record ModelRoom(ModelLimits limits) {

  /**
   * Returns those to close, the least recently used first; empty if there is no room even without
   * all that nobody uses. What is being loaded counts as if it were there.
   *
   * @param bytes what the new one takes
   * @param keptId the model that never goes
   */
  Optional<List<ModelSlot>> victims(Collection<ModelSlot> slots, long bytes, String keptId) {
    List<ModelSlot> loaded =
        new ArrayList<>(slots.stream().filter(ModelSlot::takesMemory).toList());
    List<ModelSlot> idle =
        loaded.stream()
            .filter(slot -> slot.isIdle() && !slot.id().equals(keptId))
            .sorted(Comparator.comparingLong(ModelSlot::lastUse))
            .toList();
    List<ModelSlot> victims = new ArrayList<>();
    for (ModelSlot next : idle) {
      if (fits(loaded, bytes)) {
        break;
      }
      loaded.remove(next);
      victims.add(next);
    }
    return fits(loaded, bytes) ? Optional.of(victims) : Optional.empty();
  }

  private boolean fits(List<ModelSlot> loaded, long bytes) {
    return fits(loaded.size(), loaded.stream().mapToLong(ModelSlot::bytes).sum(), bytes);
  }

  /**
   * Returns whether another model fits beside those that are there; one alone always does.
   *
   * @param taken what the others take
   */
  boolean fits(int others, long taken, long bytes) {
    return others == 0 || (others < limits.maxLoaded() && taken + bytes <= limits.memoryBytes());
  }
}
