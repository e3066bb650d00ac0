package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopMatcherTest {

  /**
   * Property: however a text is cut into tokens, what comes out is what searching it whole says.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyCutGivesWhatSearchingTheWholeTextGives(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      String text = word(random, 1 + random.nextInt(30));
      List<String> stops = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        stops.add(word(random, 1 + random.nextInt(4)));
      }

      Delivered delivered = deliver(text, stops, random);

      String context = "text " + text + " stops " + stops;
      Expected expected = search(text, stops);
      assertThat(delivered.text()).as(context).isEqualTo(expected.text());
      assertThat(delivered.stop()).as(context).isEqualTo(expected.stop());
      assertThat(delivered.tokenBytes())
          .as(context)
          .isGreaterThanOrEqualTo(expected.text().getBytes(StandardCharsets.UTF_8).length);
    }
  }

  private record Expected(String text, Optional<String> stop) {}

  private record Delivered(String text, Optional<String> stop, int tokenBytes) {}

  private static String word(Random random, int letters) {
    String[] alphabet = {"a", "b", "ä", "😀"};
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < letters; i++) {
      word.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return word.toString();
  }

  /** The stop text that ends first, of those the longest. */
  private static Expected search(String text, List<String> stops) {
    for (int end = 1; end <= text.length(); end++) {
      String longest = "";
      for (String stop : stops) {
        if (text.substring(0, end).endsWith(stop) && stop.length() > longest.length()) {
          longest = stop;
        }
      }
      if (!longest.isEmpty()) {
        return new Expected(text.substring(0, end - longest.length()), Optional.of(longest));
      }
    }
    return new Expected(text, Optional.empty());
  }

  private static Delivered deliver(String text, List<String> stops, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ReplyText reply = new ReplyText(stops);
    StringBuilder out = new StringBuilder();
    int tokenBytes = 0;
    int from = 0;
    while (from < bytes.length && reply.matchedStop().isEmpty()) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(5));
      byte[] part = java.util.Arrays.copyOfRange(bytes, from, to);
      TextGenerated event = reply.append(token(part), part);
      assertThat(event.text()).doesNotContain("\uFFFD");
      out.append(event.text());
      tokenBytes += bytes(event);
      from = to;
    }
    if (reply.matchedStop().isEmpty()) {
      TextGenerated rest = reply.finish();
      out.append(rest.text());
      tokenBytes += bytes(rest);
    }
    return new Delivered(out.toString(), reply.matchedStop(), tokenBytes);
  }

  private static int bytes(TextGenerated event) {
    return event.tokens().stream().mapToInt(token -> token.bytes().size()).sum();
  }

  private static GeneratedToken token(byte[] bytes) {
    List<Integer> list = new ArrayList<>();
    for (byte value : bytes) {
      list.add(value & 0xFF);
    }
    return new GeneratedToken(0, list, false, Optional.empty());
  }

  @Test
  void halfACharacterIsHeldBackWithItsTokens() {
    ReplyText reply = new ReplyText(List.of());
    byte[] half = {(byte) 0xC3};
    byte[] rest = {(byte) 0xA4, 'b'};

    TextGenerated first = reply.append(token(half), half);
    TextGenerated second = reply.append(token(rest), rest);

    assertThat(first.text()).isEmpty();
    assertThat(first.tokens()).isEmpty();
    assertThat(second.text()).isEqualTo("äb");
    assertThat(second.tokens()).hasSize(2);
  }

  @Test
  void halfACharacterAtTheEndIsDeliveredAsReplacement() {
    ReplyText reply = new ReplyText(List.of());
    byte[] half = {(byte) 0xC3};
    reply.append(token(half), half);

    TextGenerated rest = reply.finish();

    assertThat(rest.text()).isEqualTo("\uFFFD");
    assertThat(rest.tokens()).hasSize(1);
  }

  @Test
  void aPossibleStopTextIsHeldBackUntilItIsNone() {
    ReplyText reply = new ReplyText(List.of("stop"));

    TextGenerated first = reply.append(token(bytes("a st")), bytes("a st"));
    TextGenerated second = reply.append(token(bytes("ar")), bytes("ar"));

    assertThat(first.text()).isEqualTo("a ");
    assertThat(first.tokens()).isEmpty();
    assertThat(second.text()).isEqualTo("star");
    assertThat(second.tokens()).hasSize(2);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
