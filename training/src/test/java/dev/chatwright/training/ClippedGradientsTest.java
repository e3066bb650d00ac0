package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.training.data.TokenDocument;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClippedGradientsTest {
  private static final int[] ALL = IntStream.range(0, 12).toArray();

  private final List<TokenDocument> documents = PrivateStep.documents(ALL.length);
  private final SampledDocuments sampled = new SampledDocuments(documents, TinyLlama.LENGTH);

  @Test
  void withoutACutTheyAreTheSumOfEachDocumentsMeanLoss() {
    try (PrivateStep step = new PrivateStep(2)) {
      float[] found = step.sum(sampled, 1e9, ALL);

      step.changes.parameters().clearGradients();
      TokenBatch batch = step.network.batch();
      for (TokenDocument document : documents) {
        batch.clear();
        int length = Math.min(document.length(), TinyLlama.LENGTH);
        for (int i = 0; i < length; i++) {
          batch.tokens()[i] = document.tokens()[i];
          boolean learnt = i + 1 < length && document.learnt()[i + 1];
          batch.targets()[i] = learnt ? document.tokens()[i + 1] : TokenBatch.NO_TARGET;
        }
        step.network.lossAndGradients(1f / batch.targetCount());
      }
      float[] expected = step.changes.parameters().gradients().toArray();
      float[] difference = difference(found, expected);
      assertThat(PrivateStep.norm(difference)).isLessThan(1e-5 * PrivateStep.norm(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.3, 3})
  void noDocumentMovesTheSumByMoreThanTheClip(double clip) {
    try (PrivateStep step = new PrivateStep(1)) {
      float[] all = step.sum(sampled, clip, ALL);
      int cut = 0;
      for (int left = 0; left < ALL.length; left++) {
        int without = left;
        int[] others = Arrays.stream(ALL).filter(i -> i != without).toArray();

        double moved = PrivateStep.norm(difference(all, step.sum(sampled, clip, others)));

        assertThat(moved).isLessThanOrEqualTo(clip);
        cut += moved > 0.999 * clip ? 1 : 0;
      }
      assertThat(cut).as("documents that were cut").isEqualTo(clip < 0.3 ? ALL.length : cut);
    }
  }

  @Test
  void whatIsCutKeepsItsDirection() {
    try (PrivateStep step = new PrivateStep(1)) {
      float[] whole = step.sum(sampled, 1e9, 3);
      float[] cut = step.sum(sampled, 0.01, 3);

      double factor = PrivateStep.norm(cut) / PrivateStep.norm(whole);
      assertThat(PrivateStep.norm(cut)).isEqualTo(0.01, within(1e-6));
      for (int i = 0; i < cut.length; i++) {
        whole[i] *= (float) factor;
      }
      assertThat(PrivateStep.norm(difference(cut, whole))).isLessThan(1e-7);
    }
  }

  @Test
  void aLongDocumentIsOneExampleAndOneWithoutALessonNone() {
    TokenDocument loud = TokenDocument.of(new int[40]);
    TokenDocument silent = new TokenDocument(new int[5], new boolean[5]);
    boolean[] late = new boolean[40];
    late[39] = true;
    SampledDocuments few =
        new SampledDocuments(
            List.of(loud, silent, new TokenDocument(new int[40], late)), TinyLlama.LENGTH);
    TokenBatch batch = new TokenBatch(3, TinyLlama.LENGTH);

    assertThat(few.count()).isEqualTo(1);
    few.begin(new int[] {0});
    few.fill(batch);
    assertThat(few.hasNext()).isFalse();
    assertThat(batch.targetCount()).isEqualTo(TinyLlama.LENGTH - 1);
    few.begin(new int[0]);
    assertThat(few.hasNext()).isFalse();
  }

  private static float[] difference(float[] a, float[] b) {
    float[] difference = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }
}
