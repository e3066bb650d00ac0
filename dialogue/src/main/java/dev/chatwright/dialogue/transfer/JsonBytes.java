package dev.chatwright.dialogue.transfer;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a JSON text, with the line and column they stand at. Confined to one thread. */
final class JsonBytes {
  private static final int BUFFER = 1 << 16;
  private static final int END = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int filled;
  private long line = 1;
  private long column;

  JsonBytes(InputStream in) {
    this.in = in;
  }

  /** The next byte without taking it, or -1 at the end. */
  int peek() throws IOException {
    if (next == filled) {
      filled = Math.max(0, in.read(buffer));
      next = 0;
    }
    return filled == 0 ? END : buffer[next] & 0xFF;
  }

  /** Takes the next byte, or -1 at the end. */
  int take() throws IOException {
    int value = peek();
    if (value == END) {
      return END;
    }
    next++;
    count(value);
    return value;
  }

  private void count(int value) {
    if (value == '\n') {
      line++;
      column = 0;
    } else if ((value & 0xC0) != 0x80) {
      column++; // bytes that continue a character take no column
    }
  }

  /** Takes the next byte that is no space, or -1 at the end. */
  int takeAfterSpace() throws IOException {
    int value = take();
    while (isSpace(value)) {
      value = take();
    }
    return value;
  }

  /** Takes the mark some editors put before a text. */
  void skipByteOrderMark() throws IOException {
    if (peek() == 0xEF) {
      take();
      take();
      take();
      column = 0;
    }
  }

  static boolean isSpace(int value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  /** The line of the byte that was taken last, from 1. */
  long line() {
    return line;
  }

  /** The column of the byte that was taken last, from 1. */
  long column() {
    return Math.max(1, column);
  }

  /** An error that names this place. */
  ImportException broken(String what) {
    return new ImportException(
        "the JSON breaks at line %d, column %d: %s".formatted(line, column(), what));
  }

  static String described(int value) {
    if (value == END) {
      return "the end of the file";
    }
    return value > ' ' && value < 0x7F ? "'" + (char) value + "'" : "byte 0x%02X".formatted(value);
  }
}
