package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The first reading of the inputs: what becomes of each example. Confined to one thread. */
final class JudgedInputs {
  private static final int BATCH = 64;
  private static final int MOST_EXAMPLES = Integer.MAX_VALUE - 8;

  private final Fates fates = new Fates();
  private final List<Read> reads = new ArrayList<>();
  private final long[] contaminated;

  /** What was seen of an input, whose examples are {@code [begin, end)} of all. */
  private record Read(FileFormat format, RowShape shape, int begin, int end) {}

  private JudgedInputs(int sets) {
    contaminated = new long[sets];
  }

  static JudgedInputs judge(
      List<MeasuredInput> inputs,
      PreparationOptions options,
      EvaluationSets sets,
      Path index,
      PreparationProgress progress)
      throws IOException, InterruptedException {
    JudgedInputs judged = new JudgedInputs(sets.files().size());
    Judge judge = new Judge(options, sets);
    long total = inputs.stream().mapToLong(MeasuredInput::bytes).sum();
    try (DuplicateSearch search =
        new DuplicateSearch(index, options.exactDuplicates(), judge.minHash())) {
      long before = 0;
      for (MeasuredInput input : inputs) {
        long begin = before;
        judged.read(
            input.input(),
            options,
            judge,
            search,
            bytes -> progress.at(PreparationProgress.Stage.JUDGING, begin + bytes, total));
        before += input.bytes();
      }
      search.drop(judged.fates, progress);
    }
    return judged;
  }

  private void read(
      DataInput input,
      PreparationOptions options,
      Judge judge,
      DuplicateSearch search,
      LongConsumer position)
      throws IOException, InterruptedException {
    int begin = fates.size();
    try (ExampleReader reader = ExampleFile.read(input.path(), input.read());
        InOrder<List<Verdict>> work =
            new InOrder<>(options.threads(), verdicts -> take(verdicts, search))) {
      Rows rows = new Rows(reader, options.skipBroken());
      for (List<Rows.Row> batch = rows.next(BATCH); !batch.isEmpty(); batch = rows.next(BATCH)) {
        List<Rows.Row> own = batch;
        work.add(() -> own.stream().map(row -> verdict(judge, row)).toList());
        position.accept(reader.bytesRead());
      }
      work.finish();
      RowShape shape =
          reader
              .shape()
              .orElseThrow(() -> DataException.file(input.path(), "found no row that can be read"));
      reads.add(new Read(reader.format(), shape, begin, fates.size()));
    }
  }

  private static Verdict verdict(Judge judge, Rows.Row row) {
    @Nullable Example example = row.example();
    return example == null
        ? Verdict.dropped(row.dropped().orElseThrow(), -1)
        : judge.judge(example);
  }

  private void take(List<Verdict> verdicts, DuplicateSearch search) throws IOException {
    for (Verdict verdict : verdicts) {
      if (fates.size() == MOST_EXAMPLES) {
        throw new IOException("there are more than %d examples".formatted(MOST_EXAMPLES));
      }
      if (verdict.dropped().isEmpty()) {
        search.add(fates.size(), verdict);
      } else if (verdict.evaluationSet() >= 0) {
        contaminated[verdict.evaluationSet()]++;
      }
      fates.add(verdict.dropped());
    }
  }

  int begin(int input) {
    return reads.get(input).begin();
  }

  boolean isKept(int example) {
    return fates.isKept(example);
  }

  /** Returns how many examples were left out for each reason that occurs. */
  Map<DropReason, Long> dropped() {
    return dropped(0, fates.size());
  }

  private Map<DropReason, Long> dropped(int begin, int end) {
    Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
    for (int example = begin; example < end; example++) {
      if (!fates.isKept(example)) {
        counts.merge(fates.reason(example), 1L, Long::sum);
      }
    }
    return counts;
  }

  PreparationReport report(
      List<MeasuredInput> inputs, EvaluationSets sets, KeptExamples.Written written)
      throws IOException {
    List<InputReport> reports = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Read read = reads.get(i);
      reports.add(
          new InputReport(
              inputs.get(i).input(),
              inputs.get(i).bytes(),
              inputs.get(i).sha256(),
              read.format(),
              read.shape(),
              read.end() - read.begin(),
              dropped(read.begin(), read.end()),
              written.train()[i],
              written.heldOut()[i]));
    }
    List<PreparationReport.EvaluationReport> evaluations = new ArrayList<>();
    for (int set = 0; set < contaminated.length; set++) {
      Path file = sets.files().get(set);
      evaluations.add(
          new PreparationReport.EvaluationReport(file, Hashing.ofFile(file), contaminated[set]));
    }
    return new PreparationReport(reports, evaluations, written.files());
  }
}
