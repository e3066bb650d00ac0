package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ClaudeReaderTest {

  private static String conversation(String messages) {
    return """
        [{"uuid": "c1", "name": "Bread", "created_at": "2025-03-01T10:00:00.000000Z",
          "updated_at": "2025-03-01T10:05:00.250000Z", "account": {"uuid": "x"},
          "chat_messages": [%s]}]"""
        .formatted(messages);
  }

  @Test
  void withoutParentsEachMessageFollowsTheOneBefore() throws IOException {
    String json =
        conversation(
            """
            {"uuid": "m1", "text": "How?", "sender": "human", "created_at": "2025-03-01T10:00:01Z",
             "attachments": [], "files": []},
            {"uuid": "m2", "text": "So.", "sender": "assistant", "created_at": "2025-03-01T10:00:02Z"}""");

    Conversation read = Imports.only(json).conversation();

    assertThat(Imports.lines(read)).containsExactly("m1< user: How?", "m2<m1 assistant: So.");
    assertThat(read.title()).isEqualTo("Bread");
    assertThat(read.createdAtMillis()).isEqualTo(1_740_823_200_000L);
    assertThat(read.updatedAtMillis()).isEqualTo(1_740_823_500_250L);
  }

  @Test
  void parentsMakeATreeAndTheZeroParentMeansNone() throws IOException {
    String json =
        conversation(
            """
            {"uuid": "q", "text": "How?", "sender": "human", "created_at": "2025-03-01T10:00:01Z",
             "parent_message_uuid": "00000000-0000-4000-8000-000000000000"},
            {"uuid": "a", "text": "So.", "sender": "assistant", "created_at": "2025-03-01T10:00:02Z",
             "parent_message_uuid": "q"},
            {"uuid": "b", "text": "Or so.", "sender": "assistant", "created_at": "2025-03-01T10:00:03Z",
             "parent_message_uuid": "q"}""");

    ImportResult.Imported result = Imports.only(json);

    assertThat(Imports.lines(result.conversation()))
        .containsExactly("q< user: How?", "a<q assistant: So.", "b<q assistant: Or so.");
    assertThat(result.notes()).isEmpty();
    assertThat(result.conversation().activeLeafId()).contains("b");
  }

  @Test
  void blocksAreReadPastedTextsKeptAndTheRestCounted() throws IOException {
    String json =
        conversation(
            """
            {"uuid": "q", "text": "See", "sender": "human", "created_at": "2025-03-01T10:00:01Z",
             "content": [{"type": "text", "text": "See"}],
             "attachments": [{"file_name": "log.txt", "file_size": 3, "extracted_content": "a ``` b"}],
             "files": [{"file_name": "photo.png"}]},
            {"uuid": "a", "text": "", "sender": "assistant", "created_at": "2025-03-01T10:00:02Z",
             "content": [
               {"type": "thinking", "thinking": "hm"},
               {"type": "text", "text": "Here:"},
               {"type": "tool_use", "name": "artifacts",
                "input": {"title": "Sum", "language": "python", "content": "1+1"}},
               {"type": "tool_use", "name": "web_search", "input": {"query": "x"}},
               {"type": "tool_result", "name": "web_search", "content": [{"type": "knowledge"}]},
               {"type": "tool_use", "name": "repl", "input": {"code": "2"}},
               {"type": "tool_result", "name": "repl", "content": [{"type": "text", "text": "4"}]},
               {"type": "token_budget"}]}""");

    ImportResult.Imported result = Imports.only(json);

    assertThat(Imports.lines(result.conversation()))
        .containsExactly(
            "q< user: See\n\nlog.txt:\n\n````\na ``` b\n````",
            "a<q assistant: Here:\n\nSum:\n\n```python\n1+1\n```\n\n```\n2\n```\n\n```\n4\n```");
    assertThat(result.conversation().nodes().getFirst().payload().files())
        .containsExactly("photo.png");
    assertThat(result.notes())
        .containsExactly(
            "1 file was left out",
            "1 tool call was left out",
            "1 tool result was left out",
            "1 step of reasoning was left out");
  }

  @Test
  void anEmptyConversationIsToldAsSuch() throws IOException {
    ImportResult.Broken broken = Imports.broken(Imports.read(conversation("")).getFirst());

    assertThat(broken.reason()).isEqualTo("it has no messages");
    assertThat(broken.title()).contains("Bread");
  }
}
