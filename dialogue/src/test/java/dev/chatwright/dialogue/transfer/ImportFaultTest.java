package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, hostile or neither of what we know. */
class ImportFaultTest {
  private static final String MESSAGE =
      "{\"uuid\":\"%s\",\"sender\":\"human\",\"text\":\"%s\",\"parent_message_uuid\":\"%s\"}";

  private static String conversation(String title, String... messages) {
    return "{\"uuid\":\"c\",\"name\":\"%s\",\"chat_messages\":[%s]}"
        .formatted(title, String.join(",", messages));
  }

  private static String good(String title) {
    return conversation(title, MESSAGE.formatted("m", "Hi", "none"));
  }

  private static String kinds(List<ImportResult> results) {
    return results.stream()
        .map(result -> result instanceof ImportResult.Imported ? "+" : "-")
        .collect(Collectors.joining());
  }

  @Test
  void aCircleIsBrokenAndTheNextConversationIsRead() throws IOException {
    String circle =
        conversation("Round", MESSAGE.formatted("a", "x", "b"), MESSAGE.formatted("b", "y", "a"));

    List<ImportResult> results = Imports.read("[" + circle + "," + good("Next") + "]");

    assertThat(Imports.broken(results.getFirst()))
        .isEqualTo(
            new ImportResult.Broken(
                0, Optional.of("Round"), "its messages follow each other in a circle"));
    assertThat(Imports.imported(results.get(1)).index()).isEqualTo(1);
  }

  @Test
  void orphansAndDoublesAreReadAndToldOf() throws IOException {
    String json =
        conversation(
            "Torn",
            MESSAGE.formatted("a", "first", "lost"),
            MESSAGE.formatted("a", "again", "lost"));

    ImportResult.Imported result = Imports.only("[" + json + "]");

    assertThat(Imports.lines(result.conversation())).containsExactly("a< user: first");
    assertThat(result.notes())
        .containsExactly(
            "1 message followed one that is missing: moved to the beginning",
            "1 message had the id of another: left out");
  }

  @Test
  void brokenJsonInsideOneConversationCostsThatOneOnlyAndIsPlaced() throws IOException {
    String json = "[" + good("A") + ",\n  {\"name\": \"B\",\n   \"x\": nul},\n" + good("C") + "]";

    List<ImportResult> results = Imports.read(json);

    assertThat(kinds(results)).isEqualTo("+-+");
    ImportResult.Broken broken = Imports.broken(results.get(1));
    assertThat(broken.title()).contains("B");
    assertThat(broken.reason()).startsWith("its JSON is broken at line 3, column ");
  }

  @Test
  void aNumberBeyondAllBoundsCostsItsConversationOnly() throws IOException {
    String json = "[" + good("A") + ",{\"x\":" + "9".repeat(2000) + "}," + good("C") + "]";

    List<ImportResult> results = Imports.read(json);

    assertThat(kinds(results)).isEqualTo("+-+");
    assertThat(Imports.broken(results.get(1)).reason()).contains("number or name that is too long");
  }

  @Test
  void whereTheFileBreaksOffWhatWasReadStaysAndThePlaceIsNamed() throws IOException {
    byte[] json = ("[" + good("A") + ",\n" + "{\"name\": \"ü").getBytes(StandardCharsets.UTF_8);
    try (ImportReader reader =
        ImportReader.open(new ByteArrayInputStream(json), ImportLimits.DEFAULT)) {
      assertThat(reader.next()).containsInstanceOf(ImportResult.Imported.class);

      assertThatThrownBy(reader::next)
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("line 2, column 11")
          .hasMessageContaining("the conversation that begins at line 2, column 1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "hello", "<html>", "\"text\"", "[1 2]", "[,]", "[{}] x", "[{},]", "[}"})
  void whatIsNoExportIsRefusedWithAPlace(String text) {
    assertThatThrownBy(() -> Imports.read(text))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("line 1, column ")
        .hasMessageContaining("expected");
  }

  @Test
  void strangeElementsAreBrokenOneByOne() throws IOException {
    List<ImportResult> results = Imports.read("[1, \"two\", null, [[]], {}, " + good("A") + "]");

    assertThat(kinds(results)).isEqualTo("-----+");
    assertThat(Imports.broken(results.get(4)).reason())
        .isEqualTo("it is no conversation of a known format");
  }

  @Test
  void wrongTypesEverywhereAreSurvived() throws IOException {
    String odd =
        """
        {"title": 5, "create_time": "x", "current_node": {}, "mapping": {
          "a": {"parent": 3, "message": {"author": [], "content": {"content_type": "text", "parts": {"x": "Hi"}}}},
          "b": 7, "c": {"message": {"metadata": "m", "create_time": 1e400,
            "content": {"content_type": "text", "parts": [["x"], "Hello"]}}}}}""";

    ImportResult.Imported result = Imports.only("[" + odd + "]");

    assertThat(Imports.lines(result.conversation())).contains("c< assistant: Hello");
  }

  @Test
  void aConversationLargerThanTheLimitIsPassedOver() throws IOException {
    String large = conversation("Large", MESSAGE.formatted("m", "x".repeat(5_000), "none"));

    List<ImportResult> results =
        Imports.read(
            "[" + large + "," + good("A") + "]", ImportLimits.DEFAULT.withConversationBytes(2_000));

    assertThat(kinds(results)).isEqualTo("-+");
    assertThat(Imports.broken(results.getFirst()))
        .isEqualTo(
            new ImportResult.Broken(0, Optional.of("Large"), "it is larger than 2,000 bytes"));
  }

  @Test
  void tooManyMessagesAndTooLongOnesAreTold() throws IOException {
    String[] messages =
        IntStream.range(0, 11)
            .mapToObj(i -> MESSAGE.formatted("m" + i, "x", "none"))
            .toArray(String[]::new);
    String wordy = conversation("Wordy", MESSAGE.formatted("m", "x".repeat(2_000_001), "none"));

    List<ImportResult> results =
        Imports.read(
            "[" + conversation("Many", messages) + "," + wordy + "]",
            ImportLimits.DEFAULT.withMessages(10));

    assertThat(Imports.broken(results.get(0)).reason()).contains("more than 10 messages");
    assertThat(Imports.broken(results.get(1)).reason()).contains("2,000,001 characters");
  }

  @Test
  void totalsAreBounded() {
    String two = "[" + good("A") + "," + good("B") + "]";

    assertThatThrownBy(() -> Imports.read(two, ImportLimits.DEFAULT.withTotals(1_000, 1)))
        .hasMessageContaining("more than 1 conversations");
    assertThatThrownBy(() -> Imports.read(two, ImportLimits.DEFAULT.withTotals(50, 9)))
        .hasMessageContaining("larger than 50 bytes");
  }

  @Test
  void aMillionBracketsCostNoStack() throws IOException {
    String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);

    List<ImportResult> results = Imports.read("[" + deep + "," + good("A") + "]");

    assertThat(kinds(results)).isEqualTo("-+");
  }

  @Test
  void textThatIsNoUtf8IsBrokenAndNotGuessedAt() throws IOException {
    byte[] json = ("[" + good("A?") + "," + good("B") + "]").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < json.length; i++) {
      json[i] = json[i] == '?' ? (byte) 0xFF : json[i];
    }

    assertThat(kinds(Imports.read(json, ImportLimits.DEFAULT))).isEqualTo("-+");
  }

  @Test
  void aByteOrderMarkIsNoHindrance() throws IOException {
    assertThat(kinds(Imports.read("\uFEFF[" + good("A") + "]"))).isEqualTo("+");
  }

  @Test
  void aTitleIsOneBoundedLine() throws IOException {
    String title = "a\\n\\u202Eb\\u0000" + "x".repeat(500);

    Conversation read = Imports.only("[" + good(title) + "]").conversation();

    assertThat(read.title()).startsWith("a b x").hasSize(200).endsWith("…");
  }

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  /** Property: whatever bytes are changed, there is an end, and only the one kind of error. */
  @ParameterizedTest
  @MethodSource("seeds")
  void changedBytesEndInResultsOrAnImportException(int seed) {
    Random random = new Random(seed);
    byte[] json =
        ("[" + good("A") + "," + good("B") + "," + good("C") + "]")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
    }
    byte[] cut = random.nextBoolean() ? json : Arrays.copyOf(json, random.nextInt(json.length));

    Throwable thrown = catchThrowable(() -> Imports.read(cut, ImportLimits.DEFAULT));

    if (thrown != null) {
      assertThat(thrown).isInstanceOf(ImportException.class).hasMessageContaining("line ");
    }
  }
}
