package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32C;

/**
 * Tells whether a checkpoint is as it was written.
 *
 * <p>It is a CRC-32C of every name, text and byte of data: it finds what a disk or a copy damages,
 * in a fraction of the time that writing takes. Against forgery it is none.
 */
final class CheckpointChecksum {
  /** What one buffer can show of a segment. */
  private static final long SLICE_BYTES = 1L << 30;

  private final CRC32C sum = new CRC32C();

  private CheckpointChecksum() {}

  /** Returns the checksum in hexadecimal digits. */
  static String of(SortedMap<String, String> texts, SortedMap<String, Tensor> tensors) {
    CheckpointChecksum checksum = new CheckpointChecksum();
    texts.forEach((key, value) -> checksum.addText(key + "=" + value));
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      checksum.addText(entry.getKey());
      checksum.addData(entry.getValue().data());
    }
    return HexFormat.of().toHexDigits((int) checksum.sum.getValue());
  }

  private void addText(String text) {
    sum.update(text.getBytes(UTF_8));
    sum.update('\n');
  }

  private void addData(MemorySegment data) {
    for (long start = 0; start < data.byteSize(); start += SLICE_BYTES) {
      long bytes = Math.min(SLICE_BYTES, data.byteSize() - start);
      sum.update(data.asSlice(start, bytes).asByteBuffer());
    }
  }
}
