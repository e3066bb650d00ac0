package dev.chatwright.cli.load.serving;

import dev.chatwright.tokenizer.TokenKind;
import dev.chatwright.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Prompts of an exact number of tokens, drawn from the words a tokenizer has a token of its own
 * for. The same seed gives the same prompts; no two of them begin with the same word until every
 * word has been used, nor with the same two words after that, so that none can be answered from
 * what a server keeps of another.
 *
 * <p>Confined to one thread.
 */
final class ChatPromptWriter {
  private static final Pattern WORD = Pattern.compile(" [a-z]{3,}");
  private static final int FEW = 64;
  private static final int SHORTEST = 2;

  private final List<Integer> words;
  private final Random random;
  private int written;

  ChatPromptWriter(Tokenizer tokenizer, long seed) {
    this.random = new Random(seed);
    this.words = words(tokenizer);
    Collections.shuffle(words, random);
  }

  private static List<Integer> words(Tokenizer tokenizer) {
    int size = tokenizer.vocabulary().size();
    List<Integer> words =
        new ArrayList<>(
            IntStream.range(0, size).filter(token -> isWord(tokenizer, token)).boxed().toList());
    if (words.size() >= FEW) {
      return words;
    }
    return new ArrayList<>(
        IntStream.range(0, size)
            .filter(token -> tokenizer.vocabulary().kind(token) != TokenKind.CONTROL)
            .boxed()
            .toList());
  }

  private static boolean isWord(Tokenizer tokenizer, int token) {
    return WORD.matcher(new String(tokenizer.bytes(token), StandardCharsets.UTF_8)).matches();
  }

  /**
   * Returns the tokens of the next prompt.
   *
   * @throws IllegalArgumentException if it is to have less than two
   */
  List<Integer> write(int tokens) {
    if (tokens < SHORTEST) {
      throw new IllegalArgumentException("a prompt has at least two tokens, got " + tokens);
    }
    List<Integer> prompt = new ArrayList<>(tokens);
    prompt.add(words.get(written % words.size()));
    prompt.add(words.get(written / words.size() % words.size()));
    written++;
    while (prompt.size() < tokens) {
      prompt.add(words.get(random.nextInt(words.size())));
    }
    return prompt;
  }
}
