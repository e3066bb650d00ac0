package dev.chatwright.cli.load;

import dev.chatwright.cli.load.KeptQuestion.KeptFile;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The comparison of a conversation with what was acknowledged of it.
 *
 * <p>Confined to one thread.
 */
final class Inspection {
  private final Api api;
  private final Tally tally;
  private final KeptConversation kept;
  private final Set<KeptReply> ended;
  private final StoredTree stored;

  private Inspection(Api api, Tally tally, KeptConversation kept) throws InterruptedException {
    this.api = api;
    this.tally = tally;
    this.kept = kept;
    // Before the tree is asked for: a reply that ends in between is stored there without its end.
    this.ended = Set.copyOf(kept.endedReplies());
    this.stored = StoredTree.of(api, kept.id());
  }

  /** Counts what of a conversation is lost or doubled. */
  static void of(Api api, Tally tally, KeptConversation kept) throws InterruptedException {
    try {
      new Inspection(api, tally, kept).inspect();
    } catch (Api.RefusedException gone) {
      tally.lost("conversation %s: %s".formatted(kept.id(), gone.getMessage()));
    }
  }

  private void inspect() throws InterruptedException {
    for (KeptQuestion question : kept.questions()) {
      inspect(question);
    }
    for (KeptReply reply : kept.replies()) {
      inspect(reply);
    }
    for (KeptFile file : kept.files()) {
      inspect(file);
    }
  }

  private void inspect(KeptQuestion question) throws InterruptedException {
    once(stored.withId(question.id()).size(), "question " + question.id());
    once(stored.questionsSaying(question.text()).size(), "the text of question " + question.id());
    for (JsonNode found : stored.withId(question.id())) {
      if (!found.path("parent_id").asString("").equals(question.parentId().orElse(""))) {
        tally.lost("the place of question " + question.id());
      }
    }
    int replies = stored.repliesTo(question.id());
    if (replies < question.acknowledged()) {
      tally.lost("a reply to " + question.id());
    } else if (replies > question.attempted()) {
      tally.doubled("a reply to " + question.id());
    }
    if (question.file().isPresent()) {
      inspect(question, question.file().get());
    }
  }

  private void inspect(KeptQuestion question, KeptFile file) throws InterruptedException {
    long held =
        latest(question.id())
            .path("attachments")
            .valueStream()
            .filter(one -> one.path("id").asString().equals(file.id()))
            .count();
    once((int) held, "file %s of %s".formatted(file.id(), question.id()));
  }

  /** A file that could not be read is emptied by the server, which says so. */
  private void inspect(KeptFile file) throws InterruptedException {
    String state = api.get("/api/attachments/" + file.id()).path("state").asString();
    if (state.equals("failed")) {
      return;
    }
    if (!api.download("/api/attachments/" + file.id() + "/content").equals(file.content())) {
      tally.lost("the content of file " + file.id());
    }
  }

  private void inspect(KeptReply reply) throws InterruptedException {
    List<JsonNode> found = stored.withId(reply.id());
    once(found.size(), "reply " + reply.id());
    if (reply.hasFeedback()) {
      String words = latest(reply.id()).at("/feedback/text").asString("");
      if (!reply.allowsFeedback(words)) {
        tally.lost("the feedback on " + reply.id());
      }
    }
    if (found.size() == 1 && ended.contains(reply)) {
      String text = found.getFirst().path("text").asString();
      reply.reader().ifPresent(reader -> reader.compareWith(text));
    }
  }

  /** Returns a message as a chat shows it, with its files and feedback. */
  private JsonNode latest(String messageId) throws InterruptedException {
    JsonNode page =
        api.get(
            "/api/conversations/%s/messages?limit=1&leaf_id=%s".formatted(kept.id(), messageId));
    return page.at("/messages/0");
  }

  private void once(int times, String what) {
    if (times == 0) {
      tally.lost(what);
    } else if (times > 1) {
      tally.doubled(what);
    }
  }
}
