package dev.chatwright.training.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts documents together into sequences of a fixed length, so that few are cut and little is left
 * empty: best-fit decreasing (Ding et al., "Fewer Truncations Improve Language Modeling", 2024).
 *
 * <p>Documents are taken in windows; within one, the longest goes first, into the sequence with the
 * least room that suffices. A document longer than a sequence is cut, and the last piece is packed
 * as a document of its own. The same documents give the same sequences. Confined to one thread.
 */
public final class BestFitPacking {
  private final int length;
  private final int window;
  private final TooLong tooLong;
  private final List<PackedSequence.Part> waiting = new ArrayList<>();
  private long documents;

  /** What becomes of a document longer than a sequence. */
  public enum TooLong {
    /** It is cut at the length, and the rest is a document of its own. */
    CUT,
    /** It is refused. */
    REFUSE
  }

  /**
   * Creates a packing.
   *
   * @param length tokens of a sequence
   * @param window how many pieces are packed together; more leave less room empty and take more
   *     memory, some 60 bytes each
   */
  public BestFitPacking(int length, int window, TooLong tooLong) {
    if (length < 1 || window < 1) {
      throw new IllegalArgumentException(
          "sequences need a token and windows a document, got %d and %d".formatted(length, window));
    }
    this.length = length;
    this.window = window;
    this.tooLong = tooLong;
  }

  /**
   * Takes the next document and returns the sequences that are complete with it, often none.
   *
   * @param tokens the document's length
   * @throws IllegalArgumentException if it has no token, or more than a sequence where those are
   *     refused
   */
  public List<PackedSequence> add(int tokens) {
    if (tokens < 1 || (tokens > length && tooLong == TooLong.REFUSE)) {
      throw new IllegalArgumentException(
          "document %d has %d tokens, expected 1 to %d".formatted(documents, tokens, length));
    }
    for (int from = 0; from < tokens; ) {
      int to = from + Math.min(length, tokens - from);
      waiting.add(new PackedSequence.Part(documents, from, to));
      from = to;
    }
    documents++;
    return waiting.size() < window ? List.of() : finish();
  }

  /** Returns the sequences of the documents that still wait. */
  public List<PackedSequence> finish() {
    // Sorting is stable: of equal lengths the earlier document comes first.
    waiting.sort(Comparator.comparingInt(PackedSequence.Part::length).reversed());
    List<List<PackedSequence.Part>> sequences = new ArrayList<>();
    NavigableMap<Integer, List<Integer>> byRoom = new TreeMap<>();
    for (PackedSequence.Part part : waiting) {
      place(part, sequences, byRoom);
    }
    waiting.clear();
    return sequences.stream().map(PackedSequence::new).toList();
  }

  private void place(
      PackedSequence.Part part,
      List<List<PackedSequence.Part>> sequences,
      NavigableMap<Integer, List<Integer>> byRoom) {
    Map.@Nullable Entry<Integer, List<Integer>> best = byRoom.ceilingEntry(part.length());
    int room = length;
    int sequence = sequences.size();
    if (best == null) {
      sequences.add(new ArrayList<>());
    } else {
      room = best.getKey();
      sequence = best.getValue().removeLast();
      if (best.getValue().isEmpty()) {
        byRoom.remove(room);
      }
    }
    sequences.get(sequence).add(part);
    int left = room - part.length();
    if (left > 0) {
      byRoom.computeIfAbsent(left, _ -> new ArrayList<>()).add(sequence);
    }
  }

  /** Packs documents and returns every sequence. */
  public static List<PackedSequence> pack(
      List<TokenDocument> documents, int length, int window, TooLong tooLong) {
    BestFitPacking packing = new BestFitPacking(length, window, tooLong);
    List<PackedSequence> sequences = new ArrayList<>();
    documents.forEach(document -> sequences.addAll(packing.add(document.length())));
    sequences.addAll(packing.finish());
    return sequences;
  }
}
