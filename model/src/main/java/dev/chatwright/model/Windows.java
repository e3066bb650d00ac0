package dev.chatwright.model;

import java.util.List;
import java.util.stream.IntStream;

/** How far back each layer sees. */
final class Windows {
  private Windows() {}

  /** Returns the same window, or 0 for none, for every layer. */
  static List<Integer> everywhere(int layers, int window) {
    return pattern(layers, window, 0);
  }

  /** Returns windows of which every {@code globalEvery}-th layer has none; 0 for no such layer. */
  static List<Integer> pattern(int layers, int window, int globalEvery) {
    ModelException.requireRange("layers", layers, 1, ArchSpec.MAX_LAYERS);
    return IntStream.range(0, layers)
        .mapToObj(layer -> globalEvery > 0 && (layer + 1) % globalEvery == 0 ? 0 : window)
        .toList();
  }
}
