package dev.chatwright.server.conversation;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where replies find the files that messages hold.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface AttachmentSource {
  /** Returns the files of messages, in the order of the messages. */
  List<File> files(String personId, List<String> messageIds);

  /** Returns the names of the files of messages by message, without opening the files. */
  Map<String, List<String>> names(String personId, List<String> messageIds);

  /**
   * Has a message hold files, in the transaction that stores it.
   *
   * @throws dev.chatwright.server.http.ApiException if one is not there, not the person's or not
   *     ready
   */
  void hold(JdbcClient sql, String personId, String messageId, List<String> attachmentIds);

  /**
   * The text of a file.
   *
   * <p>Immutable.
   *
   * @param attachmentId the file
   * @param name what it is called
   * @param pages its text by pages; none for a picture
   */
  record File(String attachmentId, String name, List<String> pages) {
    /** Copies the pages. */
    public File {
      pages = List.copyOf(pages);
    }
  }
}
