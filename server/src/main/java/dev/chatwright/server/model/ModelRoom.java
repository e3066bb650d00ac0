package dev.chatwright.server.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which models must go so that another finds room within the limits.
 *
 * <p>Immutable.
 *
 * @param limits what all may take together
 * @param keptId the model that never goes
 */
record ModelRoom(ModelLimits limits, String keptId) {

  /**
   * Returns those to close, the least recently used first; empty if there is no room even without
   * all that nobody uses.
   *
   * @param bytes what the new one takes
   */
  Optional<List<ModelSlot>> victims(Collection<ModelSlot> slots, long bytes) {
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
    long taken = loaded.stream().mapToLong(ModelSlot::bytes).sum();
    return loaded.isEmpty()
        || (loaded.size() < limits.maxLoaded() && taken + bytes <= limits.memoryBytes());
  }
}
