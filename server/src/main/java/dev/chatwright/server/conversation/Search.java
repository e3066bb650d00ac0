package dev.chatwright.server.conversation;

import dev.chatwright.dialogue.Role;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import dev.chatwright.server.vault.SealedColumn;
import dev.chatwright.server.vault.Vault;
import dev.chatwright.server.vault.VaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds words in a person's own conversations by opening them one after the other, newest first: no
 * index may hold what the vault protects.
 *
 * <p>Safe for use by several threads.
 */
final class Search {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int PAGE = 2000;

  private final Database database;
  private final Vault vault;

  Search(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * A place where the words were found.
   *
   * <p>Immutable.
   *
   * @param conversationId the conversation
   * @param messageId the message, null when it was the title
   * @param role who wrote the message
   * @param title the conversation's title
   * @param excerpt the words and what stands around them
   * @param createdAt when the message was written, or the conversation last changed
   */
  record Hit(
      String conversationId,
      @Nullable String messageId,
      @Nullable Role role,
      String title,
      Excerpt excerpt,
      long createdAt) {}

  /**
   * What was found.
   *
   * <p>Immutable.
   *
   * @param hits the places, newest first
   * @param complete whether everything was looked at
   */
  record Found(List<Hit> hits, boolean complete) {}

  Found find(String personId, String question, int limit) {
    List<String> words =
        Arrays.stream(FoldedText.fold(question).strip().split("\\s+"))
            .filter(word -> !word.isEmpty())
            .distinct()
            .toList();
    if (words.isEmpty()) {
      return new Found(List.of(), true);
    }
    return new Run(personId, words, limit).find();
  }

  private static boolean holds(String text, List<String> words) {
    String folded = FoldedText.fold(text);
    for (String word : words) {
      if (!folded.contains(word)) {
        return false;
      }
    }
    return true;
  }

  /** One search. Confined to one thread. */
  private final class Run {
    private final String personId;
    private final List<String> words;
    private final int limit;
    private final long deadline = System.nanoTime() + LIMIT.toNanos();
    private final Map<String, String> titles = new HashMap<>();
    private final List<Hit> hits = new ArrayList<>();
    private long beforeTime = Long.MAX_VALUE;
    private String beforeId = "";
    private int ofMessages;
    private boolean skipped;

    Run(String personId, List<String> words, int limit) {
      this.personId = personId;
      this.words = words;
      this.limit = limit;
    }

    Found find() {
      lookAtTitles();
      boolean more = true;
      while (more && ofMessages < limit && System.nanoTime() < deadline) {
        more = lookAtMessages();
      }
      hits.sort(Comparator.comparingLong(Hit::createdAt).reversed());
      boolean complete = !more && !skipped && hits.size() <= limit;
      return new Found(hits.subList(0, Math.min(limit, hits.size())), complete);
    }

    private void lookAtTitles() {
      List<Conversation> all =
          database.read(
              sql ->
                  sql.sql(
                          "select "
                              + ConversationRows.COLUMNS
                              + " from conversation where person_id = ? and deleted_at is null")
                      .param(personId)
                      .query(new ConversationRows(vault, Purpose.SEARCH))
                      .list());
      for (Conversation one : all) {
        titles.put(one.id(), one.title());
        if (holds(one.title(), words)) {
          Excerpt excerpt = Excerpt.of(one.title(), words);
          hits.add(new Hit(one.id(), null, null, one.title(), excerpt, one.updatedAt()));
        }
      }
    }

    /** Looks at the next page of messages; false after the last. */
    private boolean lookAtMessages() {
      List<Integer> seen =
          database.read(
              sql ->
                  sql.sql(
                          "select id, conversation_id, role, body, created_at from message"
                              + " where person_id = ? and (created_at, id) < (?, ?)"
                              + " order by created_at desc, id desc limit ?")
                      .params(personId, beforeTime, beforeId, PAGE)
                      .query(
                          (row, _) -> {
                            beforeId = row.getString(1);
                            beforeTime = row.getLong(5);
                            look(row.getString(2), row.getString(3), row.getBytes(4));
                            return 1;
                          })
                      .list());
      return seen.size() == PAGE;
    }

    private void look(String conversationId, String role, byte[] sealed) {
      String title = titles.get(conversationId);
      if (title == null) {
        return; // of a deleted conversation
      }
      if (ofMessages >= limit || System.nanoTime() > deadline) {
        skipped = true;
        return;
      }
      try {
        String text =
            vault.open(SealedColumn.MESSAGE_BODY.of(beforeId, personId), sealed, Purpose.SEARCH);
        if (holds(text, words)) {
          ofMessages++;
          Excerpt excerpt = Excerpt.of(text, words);
          hits.add(
              new Hit(conversationId, beforeId, Message.role(role), title, excerpt, beforeTime));
        }
      } catch (VaultException _) {
        // A damaged message holds no words; opening its chat says what is wrong.
      }
    }
  }
}
