package dev.chatwright.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.TokenizerJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encodes a text on one thread whenever a line comes on standard input, and prints the seconds it
 * took and the number of tokens; so a peer can take its turns in between, see {@code
 * compare_tokenizers.py}.
 *
 * <p>Bound: each byte is classified once and hashed once where the word is in the cache, a few
 * nanoseconds.
 */
public final class EncodingRounds {
  private static final int PIECE = 1 << 16;

  private EncodingRounds() {}

  /**
   * Runs until standard input ends.
   *
   * @param arguments a tokenizer.json and a text file
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Tokenizer tokenizer = TokenizerJson.load(Path.of(arguments[0]), Optional.empty());
    List<String> pieces = pieces(Files.readString(Path.of(arguments[1])));
    try (var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      while (lines.readLine() != null) {
        long started = System.nanoTime();
        long tokens = 0;
        for (String piece : pieces) {
          tokens += tokenizer.encode(piece).length;
        }
        System.out.println((System.nanoTime() - started) / 1e9 + " " + tokens);
      }
    }
  }

  /** Pieces end before a space after an ASCII letter, as those that the peers are given. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + PIECE);
      while (to < text.length() && !(text.charAt(to) == ' ' && isLetter(text.charAt(to - 1)))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private static boolean isLetter(char unit) {
    return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
  }
}
