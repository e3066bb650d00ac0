package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.dialogue.Node;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatGptReaderTest {

  private static String node(String id, String parent, String message) {
    String above = parent.isEmpty() ? "null" : "\"" + parent + "\"";
    return "\"%s\": {\"id\": \"%s\", \"parent\": %s, \"children\": [], \"message\": %s}"
        .formatted(id, id, above, message);
  }

  private static String message(String role, double time, String more, String content) {
    return "{\"author\": {\"role\": \"%s\"}, \"create_time\": %s, \"content\": %s%s}"
        .formatted(role, time, content, more);
  }

  private static String text(String text) {
    return "{\"content_type\": \"text\", \"parts\": [\"%s\"]}".formatted(text);
  }

  private static String said(String role, double time, String text) {
    return message(role, time, "", text(text));
  }

  private static String conversation(String current, String... nodes) {
    return """
        [{"title": "Rolling back", "create_time": 1756000000.5, "update_time": 1756000400.25,
          "conversation_id": "c1", "current_node": "%s", "default_model_slug": "gpt-5",
          "mapping": {%s}}]"""
        .formatted(current, String.join(",", nodes));
  }

  @Test
  void aBranchedConversationKeepsItsTreeItsTimesAndWhatWasShown() throws IOException {
    String json =
        conversation(
            "a2",
            node("root", "", "null"),
            node("q", "root", said("user", 1756000001, "How?")),
            node("a1", "q", said("assistant", 1756000002, "So.")),
            node("a2", "q", said("assistant", 1756000003, "Or so.")),
            node("q2", "a1", said("user", 1756000009, "Thanks")));

    Conversation read = Imports.only(json).conversation();

    assertThat(Imports.lines(read))
        .containsExactly(
            "q< user: How?", "a1<q assistant: So.", "q2<a1 user: Thanks", "a2<q assistant: Or so.");
    assertThat(read.title()).isEqualTo("Rolling back");
    assertThat(read.id()).isEqualTo("c1");
    assertThat(read.createdAtMillis()).isEqualTo(1_756_000_000_500L);
    assertThat(read.updatedAtMillis()).isEqualTo(1_756_000_400_250L);
    assertThat(read.activeLeafId()).contains("a2");
    assertThat(read.modelNames()).containsExactly("gpt-5");
  }

  @Test
  void hiddenMessagesAreSkippedAndWhatFollowedThemMovesUp() throws IOException {
    String json =
        conversation(
            "a",
            node("root", "", "null"),
            node(
                "context",
                "root",
                message(
                    "user",
                    1,
                    ", \"metadata\": {\"is_visually_hidden_from_conversation\": true}",
                    "{\"content_type\": \"user_editable_context\", \"user_profile\": \"secret\"}")),
            node("q", "context", said("user", 2, "Hi")),
            node("a", "q", said("assistant", 3, "Hello")));

    ImportResult.Imported result = Imports.only(json);

    assertThat(Imports.lines(result.conversation()))
        .containsExactly("q< user: Hi", "a<q assistant: Hello");
    assertThat(result.notes()).containsExactly("1 hidden message was left out");
  }

  @Test
  void aReplyThatToolsCutUpBecomesOneWithItsCodeAndOutputInFences() throws IOException {
    String json =
        conversation(
            "a3",
            node("q", "", said("user", 1, "2+2?")),
            node(
                "a1",
                "q",
                message(
                    "assistant",
                    2,
                    ", \"recipient\": \"python\", \"metadata\": {\"model_slug\": \"gpt-4o\"}",
                    "{\"content_type\": \"code\", \"language\": \"unknown\", \"text\": \"print(2+2)\"}")),
            node(
                "t",
                "a1",
                message(
                    "tool", 3, "", "{\"content_type\": \"execution_output\", \"text\": \"4\"}")),
            node("a3", "t", said("assistant", 4, "It is 4.")));

    Conversation read = Imports.only(json).conversation();

    assertThat(Imports.lines(read))
        .containsExactly(
            "q< user: 2+2?",
            "a1<q assistant: ```python\nprint(2+2)\n```\n\n```\n4\n```\n\nIt is 4.");
    assertThat(read.activeLeafId()).contains("a1");
  }

  @Test
  void repliesBesideEachOtherAreNeverJoined() throws IOException {
    String json =
        conversation(
            "b",
            node("q", "", said("user", 1, "?")),
            node("a", "q", said("assistant", 2, "one")),
            node("b", "a", said("assistant", 3, "two")),
            node("c", "a", said("assistant", 4, "three")));

    Conversation read = Imports.only(json).conversation();

    assertThat(Imports.lines(read))
        .containsExactly(
            "q< user: ?", "a<q assistant: one", "b<a assistant: two", "c<a assistant: three");
  }

  @Test
  void whatIsNotTextIsCountedAndTranscriptsAreText() throws IOException {
    String parts =
        """
        {"content_type": "multimodal_text", "parts": [
          {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"},
          {"content_type": "image_asset_pointer", "asset_pointer": "file-service://y"},
          {"content_type": "audio_transcription", "text": "What is this?"},
          {"content_type": "real_time_user_audio_video_asset_pointer"}, {"content_type": "new"}, 7]}""";
    String attachments =
        ", \"metadata\": {\"attachments\": [{\"name\": \"a.pdf\", \"mime_type\": \"application/pdf\"},"
            + " {\"name\": \"b.png\", \"mime_type\": \"image/png\"}]}";
    String json = conversation("q", node("q", "", message("user", 1, attachments, parts)));

    ImportResult.Imported result = Imports.only(json);

    assertThat(result.conversation().nodes().getFirst().payload())
        .isEqualTo(new Message("What is this?", Optional.empty(), List.of("a.pdf")));
    assertThat(result.notes())
        .containsExactly(
            "2 images were left out",
            "1 recording was left out",
            "1 file was left out",
            "2 parts of an unknown kind were left out");
  }

  @Test
  void callsOfSearchAndThoughtsAreLeftOutAndReferencesToThemRemoved() throws IOException {
    String json =
        conversation(
            "a",
            node("q", "", said("user", 1, "News?")),
            node(
                "call",
                "q",
                message(
                    "assistant",
                    2,
                    ", \"recipient\": \"web.run\"",
                    "{\"content_type\": \"code\", \"text\": \"search()\"}")),
            node("found", "call", message("tool", 3, "", text("raw pages"))),
            node(
                "thought",
                "found",
                message("assistant", 4, "", "{\"content_type\": \"thoughts\", \"thoughts\": []}")),
            node(
                "a",
                "thought",
                said("assistant", 5, "Rain.\\ue200cite\\ue202turn0\\ue201 Really.")));

    ImportResult.Imported result = Imports.only(json);

    assertThat(Imports.lines(result.conversation()))
        .containsExactly("q< user: News?", "a<q assistant: Rain. Really.");
    assertThat(result.notes())
        .containsExactly(
            "1 tool call was left out",
            "1 tool result was left out",
            "1 step of reasoning was left out");
  }

  @Test
  void messagesWithoutATimeAreNewerThanThoseBeforeThem() throws IOException {
    String noTime = "{\"author\": {\"role\": \"%s\"}, \"create_time\": null, \"content\": %s}";
    String json =
        conversation(
            "nowhere",
            node("z", "", noTime.formatted("user", text("q"))),
            node("y", "z", noTime.formatted("assistant", text("first"))),
            node("x", "z", noTime.formatted("assistant", text("second"))));

    Conversation read = Imports.only(json).conversation();

    assertThat(read.tree().children("z")).extracting(Node::id).containsExactly("y", "x");
    assertThat(read.activeLeafId()).contains("x");
  }

  @Test
  void aConversationWithoutItsMappingIsBrokenAndTheNextIsRead() throws IOException {
    String good = conversation("q", node("q", "", said("user", 1, "Hi")));
    String json = "[{\"title\": \"Corrupted\", \"create_time\": 1}," + good.substring(1);

    List<ImportResult> results = Imports.read(json);

    assertThat(Imports.broken(results.get(0)).title()).contains("Corrupted");
    assertThat(Imports.imported(results.get(1)).conversation().nodes()).hasSize(1);
  }
}
