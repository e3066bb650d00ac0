package dev.chatwright.training.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes examples to numbered files of bounded size. Confined to one thread. */
final class Shards implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final boolean heldOut;
  private final long mostBytes;
  private final List<OutputFile> files = new ArrayList<>();
  private MessageDigest digest = Hashing.sha256();
  private @Nullable FileChannel channel;
  private @Nullable OutputStream stream;
  private long bytes;
  private long examples;

  Shards(Path folder, boolean heldOut, long mostBytes) {
    this.folder = folder;
    this.heldOut = heldOut;
    this.mostBytes = mostBytes;
  }

  private String name() {
    return String.format(Locale.ROOT, "%s-%05d.jsonl", heldOut ? "heldout" : "train", files.size());
  }

  void write(Example example) throws IOException {
    byte[] line = (ExampleJson.line(example) + "\n").getBytes(UTF_8);
    if (bytes > 0 && bytes + line.length > mostBytes) {
      finish();
    }
    open().write(line);
    digest.update(line);
    bytes += line.length;
    examples++;
  }

  private OutputStream open() throws IOException {
    if (stream == null) {
      channel =
          FileChannel.open(
              folder.resolve(name()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }
    return stream;
  }

  /** Ends the shard that is open, forces it to the disk, and returns all there are. */
  List<OutputFile> finish() throws IOException {
    if (stream != null && channel != null) {
      stream.flush();
      channel.force(true);
      close();
      files.add(new OutputFile(name(), bytes, Hashing.hex(digest), examples, heldOut));
      digest = Hashing.sha256();
      bytes = 0;
      examples = 0;
    }
    return List.copyOf(files);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
      stream = null;
    }
  }
}
