package dev.chatwright.documents;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Values with a length before them, checked before anything is allocated for it. */
final class Frame {
  static final int MAGIC = 0x43575231;

  private Frame() {}

  static void expectMagic(DataInputStream in) throws IOException {
    int found = in.readInt();
    if (found != MAGIC) {
      throw new IOException("a frame begins with %08x, found %08x".formatted(MAGIC, found));
    }
  }

  static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] readBytes(DataInputStream in, int atMost) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > atMost) {
      throw new IOException("expected 0 to %d bytes, found %d".formatted(atMost, length));
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("ended after %d of %d bytes".formatted(bytes.length, length));
    }
    return bytes;
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static String readText(DataInputStream in, int atMostBytes) throws IOException {
    return new String(readBytes(in, atMostBytes), StandardCharsets.UTF_8);
  }
}
