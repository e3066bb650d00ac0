package dev.chatwright.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.testing.SharedData;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sets as they are published, each row of them. */
class PublishedDataTest {
  @ParameterizedTest
  @CsvSource({
    "instruct/rasbt/instruction-data.json, ALPACA, 1100, 0",
    "instruct/dolly_sample/dolly.jsonl, PROMPT, 151, 0",
    "instruct/gpteacher/toolformer-similarity-0.6-dataset.json, ALPACA, 2396, 0",
    "instruct/t0/ag_news_classify.jsonl, PROMPT, 200, 0",
    "instruct/banking77/train.csv, TEXT, 10003, 0",
    "preference/hh-rlhf/test.jsonl, PREFERENCE, 1796, 4",
    "preference/rasbt/instruction-data-with-preference.json, PREFERENCE, 1100, 0",
    "preference/llama-factory/dpo_en_demo.json, PREFERENCE, 300, 0",
    "preference/llama-factory/kto_en_demo.json, RATED, 300, 0",
    "preference/llama-factory/v1_dpo_demo.jsonl, PREFERENCE, 10, 0",
    "pretrain/wiki-c4_demo/c4_demo.jsonl, TEXT, 300, 0",
    "pretrain/wiki-c4_demo/wiki_demo.txt, TEXT, 1, 0",
    "pretrain/tinyshakespeare/input.txt, TEXT, 1, 0"
  })
  void everyRowIsRead(String name, RowShape shape, int rows, int broken) throws IOException {
    int read = 0;
    int problems = 0;
    try (ExampleReader reader = ExampleFile.read(SharedData.file(name))) {
      for (boolean more = true; more; ) {
        try {
          more = reader.next() != null;
          read += more ? 1 : 0;
        } catch (DataException problem) {
          assertThat(problem.rowOnly()).isTrue();
          problems++;
        }
      }
      assertThat(reader.shape()).contains(shape);
    }
    assertThat(read).isEqualTo(rows);
    assertThat(problems).isEqualTo(broken);
  }
}
