package dev.chatwright.documents;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A {@link Reply} on the pipe from the reading process, which is not trusted. */
public final class ReplyFrame {
  private static final int TEXT = 1;
  private static final int IMAGE = 2;
  private static final int REFUSED = 3;
  private static final int SHORT_BYTES = 4_096;
  private static final int MOST_IMAGE_BYTES = 1 << 26;
  private static final int MOST_PAGES = 1_000_000;
  private static final int BYTES_PER_CHARACTER = 3;

  private ReplyFrame() {}

  /** Writes {@code reply}. */
  public static void write(DataOutputStream out, Reply reply) throws IOException {
    out.writeInt(Frame.MAGIC);
    switch (reply) {
      case DocumentText text -> writeText(out, text);
      case CleanImage image -> writeImage(out, image);
      case Refused refused -> {
        out.writeByte(REFUSED);
        Frame.writeText(out, refused.reason().name());
        Frame.writeText(out, refused.message());
      }
    }
    out.flush();
  }

  private static void writeText(DataOutputStream out, DocumentText text) throws IOException {
    out.writeByte(TEXT);
    Frame.writeText(out, text.mediaType());
    Frame.writeText(out, text.title());
    Frame.writeText(out, text.unit().name());
    Frame.writeText(out, text.cutNote());
    out.writeInt(text.pages().size());
    for (Page page : text.pages()) {
      out.writeInt(page.number());
      Frame.writeText(out, page.text());
    }
  }

  private static void writeImage(DataOutputStream out, CleanImage image) throws IOException {
    out.writeByte(IMAGE);
    Frame.writeText(out, image.mediaType());
    out.writeInt(image.width());
    out.writeInt(image.height());
    Frame.writeBytes(out, image.bytes());
  }

  /** Reads the answer to {@code job}, with no more in it than the job allows. */
  static Reply read(DataInputStream in, Job job) throws IOException {
    Frame.expectMagic(in);
    int kind = in.readUnsignedByte();
    if (kind == TEXT && job instanceof Job.Read read) {
      return readText(in, read);
    }
    if (kind == IMAGE && job instanceof Job.Clean) {
      return new CleanImage(
          Frame.readText(in, SHORT_BYTES),
          in.readInt(),
          in.readInt(),
          Frame.readBytes(in, MOST_IMAGE_BYTES));
    }
    if (kind == REFUSED) {
      return new Refused(constant(Reason.values(), in), Frame.readText(in, SHORT_BYTES));
    }
    throw new IOException("unexpected reply " + kind);
  }

  private static DocumentText readText(DataInputStream in, Job.Read job) throws IOException {
    String mediaType = Frame.readText(in, SHORT_BYTES);
    String title = Frame.readText(in, SHORT_BYTES);
    PageUnit unit = constant(PageUnit.values(), in);
    String cutNote = Frame.readText(in, SHORT_BYTES);
    return new DocumentText(mediaType, title, unit, readPages(in, job), cutNote);
  }

  private static List<Page> readPages(DataInputStream in, Job.Read job) throws IOException {
    int count = in.readInt();
    if (count < 1 || count > Math.min(job.pages(), MOST_PAGES)) {
      throw new IOException("expected 1 to %d pages, found %d".formatted(job.pages(), count));
    }
    List<Page> pages = new ArrayList<>();
    int left = job.characters();
    for (int i = 0; i < count; i++) {
      int number = Math.max(1, in.readInt());
      String text = Frame.readText(in, Math.multiplyExact(left, BYTES_PER_CHARACTER));
      left -= Math.min(left, text.length());
      pages.add(new Page(number, text));
    }
    return pages;
  }

  private static <T extends Enum<T>> T constant(T[] values, DataInputStream in) throws IOException {
    String name = Frame.readText(in, SHORT_BYTES);
    for (T value : values) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    throw new IOException("expected one of " + List.of(values));
  }
}
