package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The second reading of the inputs: writes what is kept. An example of weight 3 is written in three
 * rounds, so that its copies lie far apart.
 */
final class KeptExamples {
  private static final int BATCH = 64;

  /** Hashes of different purposes must not be the same. */
  private static final long COPIES = 0x5851F42D4C957F2DL;

  private final PreparationOptions options;
  private final JudgedInputs judged;
  private final Shards train;
  private final Shards heldOut;
  private final Written written;

  /** What was written: the files, and how many examples of each input. */
  @SuppressWarnings("ArrayRecordComponent") // counters, filled while the record is made
  record Written(List<OutputFile> files, long[] train, long[] heldOut) {}

  private KeptExamples(
      PreparationOptions options, JudgedInputs judged, Shards train, Shards heldOut, int inputs) {
    this.options = options;
    this.judged = judged;
    this.train = train;
    this.heldOut = heldOut;
    this.written = new Written(new ArrayList<>(), new long[inputs], new long[inputs]);
  }

  static Written write(
      List<MeasuredInput> inputs,
      JudgedInputs judged,
      PreparationOptions options,
      Path folder,
      PreparationProgress progress)
      throws IOException {
    int rounds = inputs.stream().mapToInt(input -> rounds(input.input())).max().orElseThrow();
    long total = inputs.stream().mapToLong(input -> rounds(input.input()) * input.bytes()).sum();
    try (Shards train = new Shards(folder, false, options.shardBytes());
        Shards heldOut = new Shards(folder, true, options.shardBytes())) {
      KeptExamples kept = new KeptExamples(options, judged, train, heldOut, inputs.size());
      long before = 0;
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < inputs.size(); i++) {
          if (round < rounds(inputs.get(i).input())) {
            long begin = before;
            kept.read(
                inputs.get(i).input(),
                i,
                round,
                bytes -> progress.at(PreparationProgress.Stage.WRITING, begin + bytes, total));
            before += inputs.get(i).bytes();
          }
        }
      }
      kept.written.files().addAll(train.finish());
      kept.written.files().addAll(heldOut.finish());
      return kept.written;
    }
  }

  private static int rounds(DataInput input) {
    return (int) Math.ceil(input.weight());
  }

  private void read(DataInput input, int number, int round, LongConsumer position)
      throws IOException {
    int example = judged.begin(number);
    try (ExampleReader reader = ExampleFile.read(input.path(), input.read())) {
      Rows rows = new Rows(reader, options.skipBroken());
      for (List<Rows.Row> batch = rows.next(BATCH); !batch.isEmpty(); batch = rows.next(BATCH)) {
        for (Rows.Row row : batch) {
          @Nullable Example content = row.example();
          if (content != null && judged.isKept(example)) {
            write(content, input.weight(), number, round);
          }
          example++;
        }
        position.accept(reader.bytesRead());
      }
    }
  }

  private void write(Example example, double weight, int input, int round) throws IOException {
    if (share(Hashing.ofNormalText(ExampleText.splitKey(example))) < options.heldOutShare()) {
      if (round == 0) {
        heldOut.write(example);
        written.heldOut()[input]++;
      }
      return;
    }
    boolean whole = round + 1 <= weight;
    if (whole || drawn(example) < weight - round) {
      train.write(example);
      written.train()[input]++;
    }
  }

  private static double drawn(Example example) {
    return share(Hashing.mix(Hashing.ofNormalText(ExampleText.identity(example)) ^ COPIES));
  }

  /** Returns a hash as a number from 0 to less than 1. */
  private static double share(long hash) {
    return (hash >>> 11) * 0x1p-53;
  }
}
