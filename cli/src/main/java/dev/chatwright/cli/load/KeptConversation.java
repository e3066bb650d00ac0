package dev.chatwright.cli.load;

import dev.chatwright.cli.load.KeptQuestion.KeptFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation as it must be, by all that the server has acknowledged.
 *
 * <p>Confined to one thread.
 */
final class KeptConversation {
  private final String id;
  private final Map<String, KeptQuestion> questions = new LinkedHashMap<>();
  private final Map<String, KeptReply> replies = new LinkedHashMap<>();
  private final List<KeptFile> files = new ArrayList<>();

  KeptConversation(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  void add(KeptQuestion question) {
    questions.put(question.id(), question);
  }

  void add(KeptReply reply) {
    replies.put(reply.id(), reply);
  }

  /** Adds a file that was uploaded meanwhile, whether it is ever sent or not. */
  void add(KeptFile file) {
    files.add(file);
  }

  List<KeptFile> files() {
    return List.copyOf(files);
  }

  List<KeptQuestion> questions() {
    return new ArrayList<>(questions.values());
  }

  List<KeptReply> replies() {
    return new ArrayList<>(replies.values());
  }

  /** Returns the replies that have been read to their end. */
  List<KeptReply> endedReplies() {
    return replies.values().stream().filter(KeptReply::hasEnded).toList();
  }
}
