package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractCollection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImportStreamingTest {
  private static final int CONVERSATIONS = 10_000;

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Every hundredth has messages in a circle. */
  private static InputStream conversation(int index) {
    String parent = index % 100 == 7 ? "a" : "none";
    return bytes(
        (index == 0 ? "" : ",")
            + """
            {"uuid": "c%d", "name": "Chat %d", "chat_messages": [
              {"uuid": "a", "sender": "human", "text": "%s", "parent_message_uuid": "%s"},
              {"uuid": "b", "sender": "assistant", "text": "Fine", "parent_message_uuid": "a"}]}"""
                .formatted(index, index, "word ".repeat(100), parent));
  }

  /** A file that is made while it is read, so that it never stands in memory whole. */
  private static InputStream endlessFile(int[] made) {
    Iterator<InputStream> parts =
        IntStream.range(0, CONVERSATIONS)
            .peek(index -> made[0] = index + 1)
            .mapToObj(ImportStreamingTest::conversation)
            .iterator();
    InputStream elements = new SequenceInputStream(Collections.enumeration(lazy(parts)));
    return new SequenceInputStream(bytes("["), new SequenceInputStream(elements, bytes("]")));
  }

  private static AbstractCollection<InputStream> lazy(Iterator<InputStream> parts) {
    return new AbstractCollection<>() {
      @Override
      public Iterator<InputStream> iterator() {
        return parts;
      }

      @Override
      public int size() {
        return CONVERSATIONS;
      }
    };
  }

  @Test
  void tenThousandConversationsAreReadAsTheyComeAndBrokenOnesDoNotStopIt() throws IOException {
    int[] made = {0};
    int imported = 0;
    int broken = 0;
    int furthestAhead = 0;

    try (ImportReader reader = ImportReader.open(endlessFile(made), ImportLimits.DEFAULT)) {
      Optional<ImportResult> next = reader.next();
      while (next.isPresent()) {
        furthestAhead = Math.max(furthestAhead, made[0] - next.get().index());
        imported += next.get() instanceof ImportResult.Imported ? 1 : 0;
        broken += next.get() instanceof ImportResult.Broken ? 1 : 0;
        next = reader.next();
      }
      assertThat(reader.format()).contains(ImportFormat.CLAUDE);
    }

    assertThat(imported).isEqualTo(9_900);
    assertThat(broken).isEqualTo(100);
    assertThat(furthestAhead).as("conversations read before they are asked for").isLessThan(300);
  }
}
