package dev.chatwright.training.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What becomes of each example, a byte for each. Confined to one thread. */
final class Fates {
  private static final List<DropReason> REASONS = List.of(DropReason.values());
  private static final byte KEPT = 0;

  private byte[] fates = new byte[1024];
  private int size;

  int size() {
    return size;
  }

  /** Adds the fate of the next example. */
  void add(Optional<DropReason> dropped) {
    if (size == fates.length) {
      fates = Arrays.copyOf(fates, (int) Math.min(Integer.MAX_VALUE - 8, 2L * size));
    }
    fates[size++] = dropped.map(Fates::code).orElse(KEPT);
  }

  private static byte code(DropReason reason) {
    return (byte) (1 + REASONS.indexOf(reason));
  }

  boolean isKept(int example) {
    return fates[example] == KEPT;
  }

  /** Returns why an example that is not kept is left out. */
  DropReason reason(int example) {
    return REASONS.get(fates[example] - 1);
  }

  void drop(int example, DropReason reason) {
    fates[example] = code(reason);
  }
}
