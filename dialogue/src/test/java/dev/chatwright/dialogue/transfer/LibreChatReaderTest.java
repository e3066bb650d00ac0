package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LibreChatReaderTest {
  private static final String NOTHING = "00000000-0000-0000-0000-000000000000";

  private static String conversation(String messages) {
    return """
        {"conversationId": "c1", "endpoint": "openAI", "title": "Stories", "branches": true,
         "options": {"model": "gpt-4o"}, %s}"""
        .formatted(messages);
  }

  @Test
  void aFlatListWithBranchesBecomesATree() throws IOException {
    String json =
        conversation(
            """
            "recursive": false, "messages": [
              {"messageId": "q", "parentMessageId": "%s", "isCreatedByUser": true, "sender": "User",
               "text": "A story", "createdAt": "2024-05-28T18:08:55.014Z"},
              {"messageId": "a", "parentMessageId": "q", "isCreatedByUser": false, "sender": "GPT-4",
               "text": "Once", "model": "gpt-4-turbo", "createdAt": "2024-05-28T18:08:56.000Z"},
              {"messageId": "e", "parentMessageId": "q", "isCreatedByUser": false, "error": true,
               "text": "quota", "createdAt": "2024-05-28T18:08:57.000Z"},
              {"messageId": "b", "parentMessageId": "q", "isCreatedByUser": false, "sender": "GPT-4",
               "content": [{"type": "think", "think": "hm"}, {"type": "text", "text": {"value": "Twice"}}],
               "createdAt": "2024-05-28T18:08:58.000Z"}]"""
                .formatted(NOTHING));

    ImportResult.Imported result = Imports.only(json);

    assertThat(Imports.lines(result.conversation()))
        .containsExactly("q< user: A story", "a<q assistant: Once", "b<q assistant: Twice");
    assertThat(result.conversation().modelNames()).containsExactly("gpt-4-turbo", "gpt-4o");
    assertThat(result.conversation().createdAtMillis()).isEqualTo(1_716_919_735_014L);
    assertThat(result.notes())
        .containsExactly("1 step of reasoning was left out", "1 failed reply was left out");
  }

  @Test
  void nestedMessagesBecomeATreeAndTimelessOnesKeepTheirOrder() throws IOException {
    String json =
        conversation(
            """
            "recursive": true, "messages": [
              {"messageId": "q", "parentMessageId": "%s", "isCreatedByUser": true, "text": "How?",
               "createdAt": "2024-05-01T16:35:11.530Z", "children": [
                {"messageId": "z", "isCreatedByUser": false, "text": "One", "children": [
                  {"messageId": "t", "isCreatedByUser": true, "text": "Thanks", "children": []}]},
                {"messageId": "b", "isCreatedByUser": false, "text": "Two", "children": []}]}]"""
                .formatted(NOTHING));

    Conversation read = Imports.only(json).conversation();

    assertThat(Imports.lines(read))
        .containsExactly(
            "q< user: How?", "z<q assistant: One", "t<z user: Thanks", "b<q assistant: Two");
    assertThat(read.activeLeafId()).contains("b");
  }

  @Test
  void theOlderNameOfTheTreeIsKnown() throws IOException {
    String json =
        conversation(
            """
            "recursive": true, "messagesTree": [
              {"messageId": "q", "isCreatedByUser": true, "text": "How?", "children": []}]""");

    assertThat(Imports.lines(Imports.only(json).conversation())).containsExactly("q< user: How?");
  }

  @Test
  void nestingAsDeepAsTheLimitIsWalkedAndDeeperIsToldSo() throws IOException {
    assertThat(Imports.only(conversation(nested(4_000))).conversation().nodes()).hasSize(4_000);

    ImportResult.Broken broken =
        Imports.broken(Imports.read(conversation(nested(6_000))).getFirst());
    assertThat(broken.reason()).contains("12,002 levels deep, more than 10,000");
    assertThat(broken.title()).contains("Stories");
  }

  private static String nested(int depth) {
    StringBuilder json = new StringBuilder("\"messages\": [");
    for (int i = 0; i < depth; i++) {
      json.append("{\"messageId\": \"m%d\", \"text\": \"x\", \"children\": [".formatted(i));
    }
    return json.append("]}".repeat(depth)).append(']').toString();
  }
}
