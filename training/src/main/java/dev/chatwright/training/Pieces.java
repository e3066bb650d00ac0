package dev.chatwright.training;

import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * All parameters, cut where threads take over from each other.
 *
 * <p>The cuts depend on the parameters alone, so that a sum over pieces has one order. Immutable.
 */
final class Pieces {
  private static final long MAX_ELEMENTS = 1 << 14;

  private final List<Piece> all;

  /**
   * Part of one parameter.
   *
   * @param from its first element among those of all parameters
   * @param to one past its last
   */
  record Piece(long from, long to) {}

  Pieces(Parameters parameters) {
    List<Piece> pieces = new ArrayList<>();
    for (Parameter parameter : parameters.all()) {
      long end = parameter.offset() + parameter.value().shape().elements();
      for (long from = parameter.offset(); from < end; from += MAX_ELEMENTS) {
        pieces.add(new Piece(from, Math.min(end, from + MAX_ELEMENTS)));
      }
    }
    all = List.copyOf(pieces);
  }

  int count() {
    return all.size();
  }

  Piece get(int index) {
    return all.get(index);
  }
}
