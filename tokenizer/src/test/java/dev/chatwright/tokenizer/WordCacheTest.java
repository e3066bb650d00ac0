package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A word has its own tokens, whatever words were met before it. */
final class WordCacheTest {
  private static Tokenizer tokenizer() {
    List<String> texts = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      texts.add(String.valueOf(ByteAlphabet.letter(value)));
    }
    texts.addAll(List.of("aa", "aaaa", "ab"));
    Vocabulary vocabulary =
        new Vocabulary(texts, Collections.nCopies(texts.size(), TokenKind.NORMAL));
    List<String> merges = List.of("a a", "aa aa", "a b");
    OptionalInt none = OptionalInt.empty();
    return GgufTokenizers.load(
        TokenizerMetadata.byteLevel(WordPattern.GPT2, vocabulary, merges, none, none));
  }

  /** Words that differ in little: length, letters of zero, letters that take two bytes, case. */
  private static List<String> words() {
    List<String> words = new ArrayList<>();
    for (int length = 1; length <= 50; length++) {
      words.add("a".repeat(length));
      words.add("a".repeat(length - 1) + "b");
      words.add("é".repeat(length));
      words.add("ā".repeat(length));
      words.add("\0".repeat(length));
      words.add("\0".repeat(length - 1) + "!");
    }
    words.addAll(List.of(" a", " aa", "\u0001", "\u0101", "\u0100a", "😀", "😀😀", "\ud83d"));
    return words;
  }

  @Test
  void tokensAreThoseOfATokenizerThatHasSeenNothing() {
    Tokenizer used = tokenizer();
    Random random = new Random(4);
    List<String> words = words();
    for (int round = 0; round < 3; round++) {
      Collections.shuffle(words, random);
      for (String word : words) {
        assertThat(used.encode(word)).as(word).isEqualTo(tokenizer().encode(word));
      }
    }
  }
}
