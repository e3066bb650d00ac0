package dev.chatwright.server.conversation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What changed for whom, so that every tab of a person can stay in step. Only the newest are kept,
 * in memory: who missed more looks at everything again.
 *
 * <p>Safe for use by several threads.
 */
public final class Notices {
  private final String run;
  private final Map<String, NoticeLog> logs = new ConcurrentHashMap<>();

  /** Creates the notices of this run of the server. */
  public Notices(InstantSource clock) {
    this.run = Long.toString(clock.millis(), Character.MAX_RADIX);
  }

  /**
   * A notice.
   *
   * <p>Immutable.
   *
   * @param number its place among the person's, from 1
   * @param fields what it says
   */
  public record Notice(long number, Map<String, Object> fields) {}

  /** Tells a person's clients of a change. */
  public void publish(String personId, String type, Map<String, Object> about) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", type);
    fields.putAll(about);
    log(personId).add(fields);
  }

  /** Tells that a conversation's messages changed. */
  public void messages(String personId, String conversationId) {
    publish(personId, "messages", Map.of("conversation_id", conversationId));
  }

  private NoticeLog log(String personId) {
    return logs.computeIfAbsent(personId, _ -> new NoticeLog());
  }

  /** Returns the number of the newest notice of a person. */
  long newest(String personId) {
    return log(personId).newest();
  }

  /**
   * Returns the notices after one, waiting for the first; empty when there was none in time.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  List<Notice> after(String personId, long number, Duration atMost) throws InterruptedException {
    return log(personId).after(number, atMost);
  }

  /** Returns the id by which a client resumes after a notice. */
  String id(long number) {
    return run + "-" + number;
  }

  /** Returns the number that an id stands for; -1 for one that this run does not know any more. */
  long resume(String personId, String id) {
    if (!id.startsWith(run + "-")) {
      return -1;
    }
    try {
      long number = Long.parseLong(id.substring(run.length() + 1));
      return log(personId).remembers(number) ? number : -1;
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
