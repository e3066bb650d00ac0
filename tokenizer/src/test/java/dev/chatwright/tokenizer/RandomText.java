package dev.chatwright.tokenizer;

import java.util.List;
import java.util.Random;

/** Makes text that is hard on tokenizers. */
final class RandomText {
  private static final List<String> PARTS =
      List.of(
          "a",
          "B",
          "the",
          " ",
          "  ",
          "\n",
          "\r\n",
          "\t",
          "'s",
          "'LL",
          "'",
          "12",
          "3",
          "½",
          ".",
          "?!",
          "é",
          "e\u0301",
          "中",
          "の",
          "م",
          "😀",
          "👩‍👧",
          "\u00A0",
          "\u3000",
          "\u200D",
          "\u0000",
          "▁",
          "Ġ",
          "<|im_end|>",
          "<0x41>",
          "/",
          "_",
          "ǅ",
          "𐐀",
          "\u0085");

  private RandomText() {}

  static String of(Random random, int parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }
}
