package dev.chatwright.kernels.x86;

/**
 * Outputs {@code [from, to)} of a packed weight: part of a panel, whole panels {@code [first,
 * last)}, and part of another one. Each may be empty; a range within one panel is all of it the
 * first.
 */
record PanelRange(int from, int first, int last, int to) {

  /**
   * Divides a range.
   *
   * @param panel the outputs of one panel
   */
  static PanelRange of(int from, int to, int panel) {
    int first = Math.min(to, Math.ceilDiv(from, panel) * panel);
    return new PanelRange(from, first, Math.max(first, to / panel * panel), to);
  }

  boolean hasHead() {
    return from < first;
  }

  boolean hasPanels() {
    return first < last;
  }

  boolean hasTail() {
    return last < to;
  }
}
