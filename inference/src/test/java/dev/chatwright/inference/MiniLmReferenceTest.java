package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.testing.SharedData;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the real encoder must answer: the results of Hugging Face's transformers in float32. */
class MiniLmReferenceTest {
  private static final String MODEL = "all-minilm-l6-v2";
  private static final double LEAST_COSINE = 0.9999;

  @Test
  void idsAndVectorsAreThoseOfTheReference() throws IOException {
    List<JsonNode> cases =
        SharedData.json("golden/minilm-f32.json").path("cases").valueStream().toList();
    try (EmbeddingModel model =
        EmbeddingModel.load(RealModels.path(MODEL), MODEL, EngineOptions.DEFAULT)) {

      for (JsonNode golden : cases) {
        String text = golden.path("text").stringValue();
        String name = "text of %d letters".formatted(text.length());

        assertThat(model.tokens(text))
            .as(name)
            .isEqualTo(golden.path("tokens").valueStream().mapToInt(JsonNode::intValue).toArray());
        assertThat(model.isCut(text)).as(name).isEqualTo(text.length() > 2000);
        assertThat(cosine(model.embed(text), golden.path("embedding")))
            .as(name)
            .isGreaterThanOrEqualTo(LEAST_COSINE);
      }
    }
    assertThat(cases).hasSize(5);
  }

  private static double cosine(float[] actual, JsonNode expected) {
    assertThat(actual).hasSize(expected.size());
    double product = 0;
    double actualSquares = 0;
    double expectedSquares = 0;
    for (int i = 0; i < actual.length; i++) {
      double value = expected.path(i).doubleValue();
      product += actual[i] * value;
      actualSquares += actual[i] * (double) actual[i];
      expectedSquares += value * value;
    }
    return product / Math.sqrt(actualSquares * expectedSquares);
  }
}
