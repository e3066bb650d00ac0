package dev.chatwright.server.generation;

import dev.chatwright.dialogue.Role;
import dev.chatwright.server.conversation.AttachmentSource;
import dev.chatwright.server.conversation.Comparisons;
import dev.chatwright.server.conversation.Comparisons.Comparison;
import dev.chatwright.server.conversation.Conversation;
import dev.chatwright.server.conversation.ConversationNotices;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.FirstWords;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.MessageDetails;
import dev.chatwright.server.conversation.MessageState;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.conversation.TitleOrigin;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores messages with the replies they ask for, in one transaction each, and has the replies
 * written once they are on disk.
 *
 * <p>Safe for use by several threads.
 */
final class Sending {
  private final Database database;
  private final Conversations conversations;
  private final Messages messages;
  private final Comparisons comparisons;
  private final AttachmentSource attachments;
  private final ReplyChoices choices;
  private final ReplyBeginning beginning;
  private final Generations generations;
  private final ConversationNotices notices;
  private final IdSource ids;
  private final InstantSource clock;

  Sending(
      Database database,
      Conversations conversations,
      Messages messages,
      Comparisons comparisons,
      AttachmentSource attachments,
      ReplyChoices choices,
      ReplyBeginning beginning,
      Generations generations,
      ConversationNotices notices,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
    this.comparisons = comparisons;
    this.attachments = attachments;
    this.choices = choices;
    this.beginning = beginning;
    this.generations = generations;
    this.notices = notices;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What has been sent.
   *
   * <p>Immutable.
   *
   * @param messageId the message
   * @param replyIds the replies to it
   */
  record Sent(String messageId, List<String> replyIds) {
    Sent {
      replyIds = List.copyOf(replyIds);
    }
  }

  /**
   * Sends a message. One that was sent before, and whose answer was lost, is not stored again.
   *
   * @throws ApiException if it cannot be sent
   */
  Sent send(String personId, String conversationId, NewMessage wanted) {
    Optional<Sent> before =
        wanted.id().flatMap(id -> sentBefore(personId, conversationId, id, wanted));
    if (before.isPresent()) {
      return before.get();
    }
    Conversation conversation =
        database.read(sql -> conversations.requireOpen(sql, personId, conversationId));
    List<ReplyRequest> requests =
        wanted.replies().stream()
            .map(options -> choices.of(conversation, options, wanted.blind()))
            .toList();
    String id = wanted.id().orElseGet(ids::next);
    Stored stored =
        database.write(sql -> store(sql, personId, conversationId, id, wanted, requests));
    if (stored.planned().isEmpty()) { // the same message came twice at once
      return sentBefore(personId, conversationId, id, wanted).orElseThrow();
    }
    stored.planned().forEach(beginning::launch);
    notices.changed(personId, conversationId);
    return new Sent(id, stored.planned().stream().map(reply -> reply.message().id()).toList());
  }

  private record Stored(List<PlannedReply> planned) {}

  private Optional<Sent> sentBefore(
      String personId, String conversationId, String id, NewMessage wanted) {
    Optional<Message> found = messages.find(personId, id, Purpose.SHOW);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Message message = found.get();
    if (!message.conversationId().equals(conversationId)
        || message.role() != Role.USER
        || !message.text().equals(wanted.text())) {
      throw idTaken();
    }
    List<String> replies =
        messages.tree(conversationId).children(id).stream()
            .filter(reply -> reply.role() == Role.ASSISTANT)
            .limit(wanted.replies().size())
            .map(reply -> reply.id())
            .toList();
    return Optional.of(new Sent(id, replies));
  }

  private static ApiException idTaken() {
    return ApiException.of(
        409, "id", "id_taken", "another message has this id; give this one a new id");
  }

  private Stored store(
      JdbcClient sql,
      String personId,
      String conversationId,
      String id,
      NewMessage wanted,
      List<ReplyRequest> requests) {
    if (exists(sql, id)) {
      if (messages.find(sql, personId, id, Purpose.SHOW).isEmpty()) {
        throw idTaken();
      }
      return new Stored(List.of());
    }
    Conversation conversation = conversations.requireOpen(sql, personId, conversationId);
    Optional<Message> parent = parent(sql, conversation, wanted);
    String after = waitsFor(sql, parent);
    long now = clock.millis();
    Message question = question(conversation, id, parent, wanted.text(), after != null, now);
    List<PlannedReply> planned =
        requests.stream()
            .map(request -> PlannedReply.to(question, ids.next(), ids.next(), after, request, now))
            .toList();
    messages.insert(sql, question);
    attachments.hold(sql, personId, id, wanted.attachmentIds());
    planned.forEach(reply -> beginning.store(sql, reply));
    compare(sql, question, planned, wanted, now);
    conversations.grow(
        sql, conversationId, 1 + planned.size(), planned.getFirst().message().id(), now);
    if (conversation.messageCount() == 0 && conversation.titleOrigin() == TitleOrigin.NONE) {
      conversations.setTitle(
          sql, personId, conversationId, FirstWords.of(wanted.text()), TitleOrigin.WORDS);
    }
    return new Stored(planned);
  }

  private static boolean exists(JdbcClient sql, String id) {
    return sql.sql("select 1 from message where id = ?")
        .param(id)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private Optional<Message> parent(JdbcClient sql, Conversation conversation, NewMessage wanted) {
    if (wanted.first()) {
      return Optional.empty();
    }
    Optional<String> id =
        wanted.parentId().or(() -> Optional.ofNullable(conversation.activeMessageId()));
    return id.map(
        known ->
            messages
                .find(sql, conversation.personId(), known, Purpose.SHOW)
                .filter(message -> message.conversationId().equals(conversation.id()))
                .orElseThrow(
                    () ->
                        ApiException.badField(
                            "parent_id", "'parent_id' must be a message of this conversation")));
  }

  /** The generation that must end before a message after this parent is answered. */
  private @Nullable String waitsFor(JdbcClient sql, Optional<Message> parent) {
    if (parent.isEmpty() || !parent.get().state().isOpen()) {
      return null;
    }
    return generations
        .openOf(sql, parent.get().id())
        .map(Generation::id)
        .orElseThrow(
            () ->
                ApiException.of(
                    409, "parent_id", "parent_waits", "the message before is still queued"));
  }

  private static Message question(
      Conversation conversation,
      String id,
      Optional<Message> parent,
      String text,
      boolean queued,
      long now) {
    return new Message(
        id,
        conversation.id(),
        conversation.personId(),
        parent.map(Message::id).orElse(null),
        Role.USER,
        queued ? MessageState.QUEUED : MessageState.COMPLETE,
        text,
        false,
        null,
        null,
        MessageDetails.NONE,
        now);
  }

  private void compare(
      JdbcClient sql, Message question, List<PlannedReply> planned, NewMessage wanted, long now) {
    if (wanted.isCompared()) {
      comparisons.insert(
          sql,
          question.personId(),
          question.conversationId(),
          new Comparison(
              ids.next(),
              question.id(),
              planned.getFirst().message().id(),
              planned.getLast().message().id(),
              wanted.blind(),
              null),
          now);
    }
  }
}
