package dev.chatwright.training.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of a key and the number of an example, on disk and divided by key, so that only the keys of
 * one part are in memory at a time. Confined to one thread.
 */
final class KeyBuckets implements AutoCloseable {
  private static final int BUCKET_BITS = 6;
  private static final int BUFFER_BYTES = 1 << 15;

  private final List<Path> files = new ArrayList<>();
  private final List<DataOutputStream> streams = new ArrayList<>();
  private final int[] sizes = new int[1 << BUCKET_BITS];

  /** Is told of two examples with the same key. */
  @FunctionalInterface
  interface Meeting {
    /** The first example with the key, and a later one. */
    void meet(int first, int later) throws IOException;
  }

  KeyBuckets(Path folder, String name) throws IOException {
    for (int i = 0; i < sizes.length; i++) {
      Path file = folder.resolve("%s-%02d".formatted(name, i));
      files.add(file);
      streams.add(
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)));
    }
  }

  static int buckets() {
    return 1 << BUCKET_BITS;
  }

  void add(long key, int example) throws IOException {
    int bucket = (int) (key >>> (Long.SIZE - BUCKET_BITS));
    DataOutputStream stream = streams.get(bucket);
    stream.writeLong(key);
    stream.writeInt(example);
    sizes[bucket]++;
  }

  /** Tells of every later example with a key in a bucket that an earlier one has, in order. */
  void meetings(int bucket, Meeting meeting) throws IOException {
    streams.get(bucket).close();
    LongTable first = new LongTable(sizes[bucket]);
    try (DataInputStream stream =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(files.get(bucket)), BUFFER_BYTES))) {
      for (int i = 0; i < sizes[bucket]; i++) {
        long key = stream.readLong();
        int example = stream.readInt();
        int before = first.putIfAbsent(key, example);
        if (before != example) {
          meeting.meet(before, example);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (DataOutputStream stream : streams) {
      stream.close();
    }
  }
}
