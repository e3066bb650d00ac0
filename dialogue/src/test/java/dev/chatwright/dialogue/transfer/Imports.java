package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.dialogue.Node;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads texts as imports. Immutable. */
final class Imports {
  private Imports() {}

  static List<ImportResult> read(String json) throws IOException {
    return read(json, ImportLimits.DEFAULT);
  }

  static List<ImportResult> read(String json, ImportLimits limits) throws IOException {
    return read(json.getBytes(StandardCharsets.UTF_8), limits);
  }

  static List<ImportResult> read(byte[] file, ImportLimits limits) throws IOException {
    List<ImportResult> results = new ArrayList<>();
    try (ImportReader reader = ImportReader.open(new ByteArrayInputStream(file), limits)) {
      Optional<ImportResult> next = reader.next();
      while (next.isPresent()) {
        results.add(next.get());
        next = reader.next();
      }
    }
    return results;
  }

  static ImportResult.Imported only(String json) throws IOException {
    List<ImportResult> results = read(json);
    assertThat(results).hasSize(1);
    return imported(results.getFirst());
  }

  static ImportResult.Imported imported(ImportResult result) {
    assertThat(result).isInstanceOf(ImportResult.Imported.class);
    return (ImportResult.Imported) result;
  }

  static ImportResult.Broken broken(ImportResult result) {
    assertThat(result).isInstanceOf(ImportResult.Broken.class);
    return (ImportResult.Broken) result;
  }

  /** Each message as "role parent: text", in the order of the tree. */
  static List<String> lines(Conversation conversation) {
    return conversation.tree().depthFirst().stream().map(Imports::line).toList();
  }

  private static String line(Node<Message> node) {
    return "%s<%s %s: %s"
        .formatted(
            node.id(), node.parentId().orElse(""), node.role().wireName(), node.payload().text());
  }
}
