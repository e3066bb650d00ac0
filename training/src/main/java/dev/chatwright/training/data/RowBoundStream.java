package dev.chatwright.training.data;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that end in an error where a row takes more of them than allowed. */
final class RowBoundStream extends InputStream {
  /** A parser reads ahead by at most this much, which is given to it on top. */
  private static final int READ_AHEAD = 1 << 13;

  private final InputStream stream;
  private final long mostBytes;
  private long left;

  RowBoundStream(InputStream stream, int mostRowBytes) {
    this.stream = stream;
    this.mostBytes = (long) mostRowBytes + READ_AHEAD;
    this.left = mostBytes;
  }

  /** Says that another row begins. */
  void beginRow() {
    left = mostBytes;
  }

  /** Returns whether the row that was begun last was too long. */
  boolean exceeded() {
    return left == 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      throw new IOException("the row is too long");
    }
    int got = stream.read(into, offset, (int) Math.min(length, left));
    left -= Math.max(0, got);
    return got;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
