package dev.chatwright.server.generation;

import dev.chatwright.dialogue.Role;
import dev.chatwright.server.conversation.Conversation;
import dev.chatwright.server.conversation.ConversationNotices;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.Message;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Purpose;
import java.time.InstantSource;

/**
 * Has a message answered once more, and replies gone on with.
 *
 * <p>Safe for use by several threads.
 */
final class Again {
  private final Database database;
  private final Conversations conversations;
  private final Messages messages;
  private final Generations generations;
  private final ReplyChoices choices;
  private final ReplyBeginning beginning;
  private final ConversationNotices notices;
  private final IdSource ids;
  private final InstantSource clock;

  Again(
      Database database,
      Conversations conversations,
      Messages messages,
      Generations generations,
      ReplyChoices choices,
      ReplyBeginning beginning,
      ConversationNotices notices,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.conversations = conversations;
    this.messages = messages;
    this.generations = generations;
    this.choices = choices;
    this.beginning = beginning;
    this.notices = notices;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Begins another reply to a person's message.
   *
   * @throws ApiException if the message is none of the person's, or waits itself
   */
  Message regenerate(String personId, String messageId, ReplyOptions options) {
    Message question = require(personId, messageId);
    if (question.role() != Role.USER) {
      throw ApiException.badRequest(
          "not_a_question", "only a message of yours can be answered again");
    }
    if (question.state().isOpen()) {
      throw ApiException.of(409, "still_queued", "this message still waits for its first reply");
    }
    Conversation conversation =
        database.read(sql -> conversations.requireOpen(sql, personId, question.conversationId()));
    ReplyRequest request = choices.of(conversation, options, false);
    long now = clock.millis();
    PlannedReply planned = PlannedReply.to(question, ids.next(), ids.next(), null, request, now);
    database.write(
        sql -> {
          conversations.requireOpen(sql, personId, question.conversationId());
          beginning.store(sql, planned);
          conversations.grow(sql, question.conversationId(), 1, planned.message().id(), now);
          return planned;
        });
    return begin(planned);
  }

  /**
   * Goes on with a reply that ended before its time.
   *
   * @throws ApiException if it is not one
   */
  Message goOn(String personId, String messageId) {
    Message reply = require(personId, messageId);
    requireUnfinished(reply);
    Conversation conversation =
        database.read(sql -> conversations.requireOpen(sql, personId, reply.conversationId()));
    ReplyRequest request =
        generations
            .lastRequest(personId, messageId)
            .orElseGet(() -> choices.of(conversation, ReplyOptions.NONE, false));
    PlannedReply planned = PlannedReply.goingOn(reply, ids.next(), request);
    database.write(
        sql -> {
          Message now = messages.find(sql, personId, messageId, Purpose.SHOW).orElse(reply);
          requireUnfinished(now);
          beginning.storeGoingOn(sql, planned);
          return planned;
        });
    return begin(planned);
  }

  private Message begin(PlannedReply planned) {
    beginning.launch(planned);
    notices.changed(planned.message().personId(), planned.message().conversationId());
    return planned.message();
  }

  private Message require(String personId, String messageId) {
    return messages
        .find(personId, messageId, Purpose.SHOW)
        .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such message"));
  }

  private static void requireUnfinished(Message reply) {
    if (reply.role() != Role.ASSISTANT || !reply.state().canGoOn() || reply.damaged()) {
      throw ApiException.of(
          409,
          "cannot_go_on",
          "only a reply that was cut, stopped or interrupted can be gone on with");
    }
  }
}
