package dev.chatwright.documents;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A {@link Job} on the pipe to the reading process. */
public final class JobFrame {
  private static final int READ = 1;
  private static final int CLEAN = 2;
  private static final int MOST_NAME_BYTES = 4_096;
  private static final int MOST_BYTES = 1 << 28;

  private JobFrame() {}

  /** Writes {@code job}. */
  static void write(DataOutputStream out, Job job) throws IOException {
    out.writeInt(Frame.MAGIC);
    switch (job) {
      case Job.Read read -> writeHead(out, READ, read.name(), read.characters(), read.pages());
      case Job.Clean clean -> writeHead(out, CLEAN, "", clean.pixels(), clean.side());
    }
    ByteBuffer content = job.content().duplicate();
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    Frame.writeBytes(out, bytes);
    out.flush();
  }

  private static void writeHead(
      DataOutputStream out, int kind, String name, int firstLimit, int secondLimit)
      throws IOException {
    out.writeByte(kind);
    Frame.writeText(out, name);
    out.writeInt(firstLimit);
    out.writeInt(secondLimit);
  }

  /**
   * Reads what {@code write} wrote.
   *
   * @throws IOException if the pipe ends, or holds anything else
   */
  public static Job read(DataInputStream in) throws IOException {
    Frame.expectMagic(in);
    int kind = in.readUnsignedByte();
    String name = Frame.readText(in, MOST_NAME_BYTES);
    int firstLimit = in.readInt();
    int secondLimit = in.readInt();
    ByteBuffer content = ByteBuffer.wrap(Frame.readBytes(in, MOST_BYTES));
    return switch (kind) {
      case READ -> new Job.Read(name, firstLimit, secondLimit, content);
      case CLEAN -> new Job.Clean(firstLimit, secondLimit, content);
      default -> throw new IOException("expected job 1 or 2, found " + kind);
    };
  }
}
