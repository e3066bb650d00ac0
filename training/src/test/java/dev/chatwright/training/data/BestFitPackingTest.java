package dev.chatwright.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BestFitPackingTest {
  @Test
  void theFullestSequenceWithEnoughRoomIsTaken() {
    // 7 and 6 begin sequences; 3 fits best beside 7, 4 beside 6.
    assertThat(lengths(packed(10, 100, 3, 6, 7, 4))).containsExactly(List.of(7, 3), List.of(6, 4));
  }

  @Test
  void aLongDocumentIsCutAndItsRestPackedWithOthers() {
    List<PackedSequence> sequences = packed(10, 100, 23, 7);

    assertThat(sequences)
        .extracting(PackedSequence::parts)
        .containsExactly(
            List.of(new PackedSequence.Part(0, 0, 10)),
            List.of(new PackedSequence.Part(0, 10, 20)),
            List.of(new PackedSequence.Part(1, 0, 7), new PackedSequence.Part(0, 20, 23)));
  }

  @Test
  void whatCannotBePackedIsRefused() {
    BestFitPacking packing = new BestFitPacking(10, 4, BestFitPacking.TooLong.REFUSE);
    packing.add(10);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> packing.add(11))
        .withMessage("document 1 has 11 tokens, expected 1 to 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BestFitPacking(0, 4, BestFitPacking.TooLong.CUT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenDocument(new int[2], new boolean[3]));
  }

  /** Whatever comes in, each token is in one sequence, none is too long, and few are half empty. */
  @RepeatedTest(50)
  void everyTokenIsPackedOnce(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int length = 1 + random.nextInt(64);
    int window = 1 + random.nextInt(200);
    int[] documents = random.ints(1 + random.nextInt(500), 1, 1 + 3 * length).toArray();

    List<PackedSequence> sequences = packed(length, window, documents);

    boolean[][] seen = new boolean[documents.length][];
    Arrays.setAll(seen, i -> new boolean[documents[i]]);
    for (PackedSequence sequence : sequences) {
      assertThat(sequence.length()).isBetween(1, length);
      for (PackedSequence.Part part : sequence.parts()) {
        for (int token = part.from(); token < part.to(); token++) {
          assertThat(seen[(int) part.document()][token]).isFalse();
          seen[(int) part.document()][token] = true;
        }
      }
    }
    assertThat(Stream.of(seen)).allMatch(tokens -> allOf(tokens));
    assertThat(packed(length, window, documents)).isEqualTo(sequences);
    assertThat(cuts(sequences)).isEqualTo(unavoidableCuts(documents, length));
  }

  /** In one window, no two sequences could be one: best fit would have put them together. */
  @RepeatedTest(20)
  void atMostOneSequenceOfAWindowIsHalfEmpty(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int[] documents = random.ints(300, 1, 100).toArray();

    assertThat(packed(99, 1000, documents))
        .filteredOn(sequence -> 2 * sequence.length() <= 99)
        .hasSizeLessThanOrEqualTo(1);
  }

  private static boolean allOf(boolean[] values) {
    for (boolean value : values) {
      if (!value) {
        return false;
      }
    }
    return true;
  }

  private static long cuts(List<PackedSequence> sequences) {
    return sequences.stream()
        .flatMap(sequence -> sequence.parts().stream())
        .filter(part -> part.from() > 0)
        .count();
  }

  private static long unavoidableCuts(int[] documents, int length) {
    return Arrays.stream(documents).map(tokens -> (tokens - 1) / length).sum();
  }

  private static List<PackedSequence> packed(int length, int window, int... documents) {
    return BestFitPacking.pack(
        Arrays.stream(documents).mapToObj(n -> TokenDocument.of(new int[n])).toList(),
        length,
        window,
        BestFitPacking.TooLong.CUT);
  }

  private static List<List<Integer>> lengths(List<PackedSequence> sequences) {
    return sequences.stream()
        .map(sequence -> sequence.parts().stream().map(PackedSequence.Part::length).toList())
        .toList();
  }
}
