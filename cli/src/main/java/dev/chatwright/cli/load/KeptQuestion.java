package dev.chatwright.cli.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question as it was sent, and how many replies the server owes to it.
 *
 * <p>Confined to one thread.
 */
final class KeptQuestion {
  private final String id;
  private final Optional<String> parentId;
  private final Optional<KeptFile> file;
  private final CannedReply wish;
  private int attempted;
  private int acknowledged;

  KeptQuestion(String id, Optional<String> parentId, Optional<KeptFile> file, CannedReply wish) {
    this.id = id;
    this.parentId = parentId;
    this.file = file;
    this.wish = wish;
    this.attempted = 1; // however often the same question is sent, one reply is owed to it
  }

  String id() {
    return id;
  }

  Optional<String> parentId() {
    return parentId;
  }

  Optional<KeptFile> file() {
    return file;
  }

  CannedReply wish() {
    return wish;
  }

  /** No two questions say the same, so that a doubled one shows whatever its id. */
  String text() {
    return "%s: %s".formatted(id, wish.wish());
  }

  Map<String, @Nullable Object> body() {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("parent_id", parentId.orElse(null));
    body.put("text", text());
    file.ifPresent(held -> body.put("attachment_ids", List.of(held.id())));
    return body;
  }

  void attemptAnother() {
    attempted++;
  }

  void acknowledge() {
    acknowledged++;
  }

  int acknowledged() {
    return acknowledged;
  }

  int attempted() {
    return attempted;
  }

  /**
   * A file that was uploaded.
   *
   * @param id what the server calls it
   * @param name what its sender calls it; no two are alike
   * @param content what it holds
   */
  record KeptFile(String id, String name, String content) {}
}
