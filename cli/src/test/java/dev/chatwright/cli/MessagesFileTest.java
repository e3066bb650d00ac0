package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesFileTest {
  @TempDir private Path folder;

  @Test
  void listAndObjectWithMessagesAreTheSame() throws IOException {
    String list = "[{\"role\":\"user\",\"content\":\"hi\"}]";

    assertThat(MessagesFile.read(file(list))).containsExactly(new ChatMessage("user", "hi"));
    assertThat(MessagesFile.read(file("{\"messages\":" + list + "}")))
        .containsExactly(new ChatMessage("user", "hi"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{ | is not JSON at line 1, column 3",
        "[{\"role\":\"user\",\"content\":\"a\"}] b | is not JSON at line 1",
        "[{\"role\":\"user\",\"role\":\"user\",\"content\":\"a\"}] | uplicate",
        "[{\"role\":\"king\",\"content\":\"a\"}] | message 0: the role must be system, user or assistant, got \"king\"",
        "[{\"role\":\"user\",\"content\":\"a\",\"nme\":1}] | message 0 has the unknown field \"nme\"; known: content, role",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"temprature\":1} | the unknown field \"temprature\"; known: messages",
        "[] | must hold a list of messages",
        "7 | must hold a list of messages",
        "[{\"role\":\"user\"}] | message 0 needs the strings",
        "[{\"role\":1,\"content\":\"a\"}] | message 0 needs the strings"
      })
  void brokenFilesAreNamed(String content, String expected) throws IOException {
    Path file = file(content);

    assertThatIOException()
        .isThrownBy(() -> MessagesFile.read(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(expected)
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("REDACTED"));
  }

  @Test
  void deeplyNestedFilesAreRefused() throws IOException {
    Path file = file("[".repeat(100_000));

    assertThatIOException()
        .isThrownBy(() -> MessagesFile.read(file))
        .withMessageContaining("is not JSON");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("messages.json"), content);
  }
}
