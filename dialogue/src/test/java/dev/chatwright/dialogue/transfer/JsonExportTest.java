package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.testing.SchemaCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonExportTest {
  private static final JsonMapper JSON = new JsonMapper();

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  private static String export(Conversation... conversations) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonExport export = new JsonExport(out, "Chatwright 0.1.0", 1_764_115_200_000L);
    for (Conversation conversation : conversations) {
      export.write(conversation);
    }
    export.end();
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Property: what is exported is imported as the same tree, with nothing to note. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anExportIsImportedAsTheSameConversations(int seed) throws IOException {
    Conversation one = RandomConversation.of(seed);
    Conversation other = RandomConversation.of(seed + 1_000);

    List<ImportResult> results = Imports.read(export(one, other));

    assertThat(results)
        .containsExactly(
            new ImportResult.Imported(0, one, List.of()),
            new ImportResult.Imported(1, other, List.of()));
  }

  /** Property: every export is what its schema says. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anExportFollowsItsSchema(int seed) throws IOException {
    SchemaCheck schema = new SchemaCheck(JSON.readTree(JsonExport.schema()));

    List<String> violations =
        schema.violations(
            JSON.readTree(export(RandomConversation.of(seed), RandomConversation.of(-seed))));

    assertThat(violations).isEmpty();
  }

  @Test
  void theSchemaRefusesWhatIsNoExport() {
    SchemaCheck schema = new SchemaCheck(JSON.readTree(JsonExport.schema()));

    assertThat(schema.violations(JSON.readTree("{\"format\": \"x\", \"more\": 1}")))
        .contains(
            "$.format: is not \"chatwright-conversations\"", "$: lacks version", "$: has more");
    assertThat(
            schema.violations(
                JSON.readTree(
                    """
                    {"format": "chatwright-conversations", "version": 1, "generator": "x", "exported_at": 1,
                     "conversations": [{"id": "c", "title": "t", "created_at": "x", "updated_at": 1,
                       "messages": [{"id": "m", "role": "assistant", "created_at": 1, "text": "t"}]}]}""")))
        .containsExactly(
            "$.conversations[0].created_at: is no integer",
            "$.conversations[0].messages[0]: lacks generated_by");
  }

  @Test
  void repliesAreMarkedAsAMachinesWithTheModelWhereItIsKnown() throws IOException {
    Conversation conversation = RandomConversation.of(3);

    JsonNode messages =
        JSON.readTree(export(conversation)).path("conversations").path(0).path("messages");

    for (JsonNode message : messages) {
      boolean machine = message.path("role").stringValue("").equals("assistant");
      assertThat(message.path("generated_by").path("kind").stringValue("").equals("machine"))
          .as("%s", message.path("id"))
          .isEqualTo(machine);
    }
  }

  @Test
  void theShownBranchAloneIsExportedWhenAskedFor() throws IOException {
    Conversation conversation = RandomConversation.of(5);

    ImportResult.Imported result = Imports.only(export(conversation.onlyActivePath()));

    assertThat(result.conversation().nodes()).isEqualTo(conversation.activePath());
  }

  @Test
  void noConversationsAreAValidExport() throws IOException {
    assertThat(Imports.read(export())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "\"x\"", "1e30", "1000000000000000000"})
  void anotherVersionIsRefusedByName(String version) {
    String other =
        "{\"format\": \"chatwright-conversations\", \"version\": %s, \"conversations\": [{}]}"
            .formatted(version);

    assertThatThrownBy(() -> Imports.read(other))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("version ")
        .hasMessageContaining("knows version 1");
  }

  @Test
  void whatFollowsTheListInAnObjectIsPassedOverAndAnUnendedObjectTold() throws IOException {
    String whole =
        export(RandomConversation.of(1)).replaceFirst("}$", ", \"more\": {\"x\": [\"]}\"]}}");

    assertThat(Imports.read(whole)).hasSize(1);
    assertThatThrownBy(() -> Imports.read(whole.substring(0, whole.length() - 1)))
        .isInstanceOf(ImportException.class);
  }

  @Test
  void aFullDiskIsTheIoExceptionItIs() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("no space left");
          }
        };

    assertThatThrownBy(
            () -> {
              JsonExport export = new JsonExport(full, "x", 1);
              export.write(RandomConversation.of(1));
              export.end();
            })
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
  }
}
