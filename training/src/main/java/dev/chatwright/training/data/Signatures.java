package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The signatures of examples, on disk. Confined to one thread. */
final class Signatures implements AutoCloseable {
  private static final int BYTES = MinHash.NUMBERS * Integer.BYTES;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);

  Signatures(Path file) throws IOException {
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE);
  }

  void put(int example, int[] signature) throws IOException {
    buffer.clear();
    buffer.asIntBuffer().put(signature);
    long at = (long) example * BYTES;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
  }

  int[] get(int example) throws IOException {
    buffer.clear();
    long begin = (long) example * BYTES;
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, begin + buffer.position()) < 0) {
        throw new IOException("the index of signatures ends before example " + example);
      }
    }
    int[] signature = new int[MinHash.NUMBERS];
    buffer.flip().asIntBuffer().get(signature);
    return signature;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
