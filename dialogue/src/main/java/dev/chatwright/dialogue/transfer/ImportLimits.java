package dev.chatwright.dialogue.transfer;

/**
 * What an import may cost. Immutable.
 *
 * @param bytes of a file, and of everything in a zip when unpacked
 * @param zipRatio how many times larger an entry of a zip may be than it is packed
 * @param zipEntries files in a zip
 * @param conversations conversations in all
 * @param conversationBytes of one conversation's JSON, which stands in memory
 * @param depth how deeply one conversation's JSON may be nested
 * @param messages of one conversation
 * @param messageCharacters of one message
 */
public record ImportLimits(
    long bytes,
    int zipRatio,
    int zipEntries,
    int conversations,
    int conversationBytes,
    int depth,
    int messages,
    int messageCharacters) {

  /** Far above what people export, and far below what a server minds. */
  public static final ImportLimits DEFAULT =
      new ImportLimits(4L << 30, 200, 100_000, 100_000, 32 << 20, 10_000, 20_000, 2_000_000);

  /** Returns the same limits with another for one conversation's JSON. */
  public ImportLimits withConversationBytes(int most) {
    return new ImportLimits(
        bytes, zipRatio, zipEntries, conversations, most, depth, messages, messageCharacters);
  }

  /** Returns the same limits with another for the messages of a conversation. */
  public ImportLimits withMessages(int most) {
    return new ImportLimits(
        bytes,
        zipRatio,
        zipEntries,
        conversations,
        conversationBytes,
        depth,
        most,
        messageCharacters);
  }

  /** Returns the same limits with others for the whole file. */
  public ImportLimits withTotals(long mostBytes, int mostConversations) {
    return new ImportLimits(
        mostBytes,
        zipRatio,
        zipEntries,
        mostConversations,
        conversationBytes,
        depth,
        messages,
        messageCharacters);
  }
}
