package dev.chatwright.tokenizer.training;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Texts as blocks of bounded length, cut where the words stay what they are.
 *
 * <p>Only a text with no safe place for a whole block is cut elsewhere. Where blocks end depends on
 * the text alone. Safe for use by several threads.
 */
final class TextBlocks implements AutoCloseable {
  static final int BLOCK = 1 << 20;

  private final Iterator<TrainingText> texts;
  private final TrainingProgress progress;
  private final long total;
  private final byte[] buffer = new byte[BLOCK];
  private @Nullable TrainingText text;
  private @Nullable InputStream stream;
  private int filled;
  private long offset;
  private long read;
  private int room;

  /**
   * Creates the blocks.
   *
   * @throws IOException if the length of a text cannot be found out
   */
  TextBlocks(List<TrainingText> texts, TrainingProgress progress) throws IOException {
    this.texts = texts.iterator();
    this.progress = progress;
    long sum = 0;
    for (TrainingText each : texts) {
      sum += each.size();
    }
    this.total = sum;
  }

  /** Returns the number of bytes read so far. */
  synchronized long read() {
    return read;
  }

  /** Returns whether there is more to read, and lets so many blocks be taken. */
  synchronized boolean begin(int blocks) throws IOException {
    room = blocks;
    return stream != null || openNext();
  }

  /**
   * Returns the next block, or null when no more may be taken or there is none.
   *
   * @throws IOException if a text cannot be read or is empty
   */
  synchronized @Nullable TextBlock next() throws IOException {
    while (room > 0 && (stream != null || openNext())) {
      TextBlock block = nextOfText();
      if (block != null) {
        room--;
        read += block.size();
        progress.at(TrainingProgress.Stage.COUNTING, read, Math.max(read, total));
        return block;
      }
    }
    return null;
  }

  private boolean openNext() throws IOException {
    if (!texts.hasNext()) {
      return false;
    }
    text = texts.next();
    stream = text.open();
    offset = 0;
    return true;
  }

  private @Nullable TextBlock nextOfText() throws IOException {
    InputStream open = Objects.requireNonNull(stream);
    TrainingText current = Objects.requireNonNull(text);
    filled += open.readNBytes(buffer, filled, BLOCK - filled);
    if (filled == 0) {
      requireContent(current);
      close();
      return null;
    }
    int end = filled < BLOCK ? filled : BlockEnd.find(buffer, filled);
    TextBlock block = new TextBlock(current.name(), offset, Arrays.copyOf(buffer, end));
    System.arraycopy(buffer, end, buffer, 0, filled - end);
    filled -= end;
    offset += end;
    return block;
  }

  private void requireContent(TrainingText current) throws TrainingTextException {
    if (offset == 0) {
      throw new TrainingTextException(current.name() + " is empty; a text file is needed");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
