package dev.chatwright.training;

import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.Measure;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small run over a folder, in this process or in one that a test kills. */
final class KilledRun {
  private KilledRun() {}

  /** Trains in the folder that is named first for as many steps as are named second. */
  public static void main(String[] arguments) throws IOException {
    run(Path.of(arguments[0]), Long.parseLong(arguments[1]), RunLoopTest.NOTHING).close();
  }

  /** Returns the run with its last step taken. */
  static SmallRun run(Path path, long steps, RunListener listener) throws IOException {
    SmallRun run = new SmallRun(ModelShape.Kind.GPT2, 1);
    try (RunFolder folder = RunFolder.open(path)) {
      if (Files.exists(folder.checkpoint())) {
        run.checkpoint.read(folder.checkpoint());
      }
      loop(run, new Cadence(steps, 0, 3))
          .run(folder, description(steps), () -> {}, listener, () -> false);
    } catch (IOException | RuntimeException failure) {
      run.close();
      throw failure;
    }
    return run;
  }

  static RunLoop loop(SmallRun run, Cadence cadence) {
    return new RunLoop(
        run.trainer,
        new NextTokens(run.windows),
        () -> Measure.of(HeldOutLoss.compute(run.network, run.tokens.part(0, 100))),
        run.checkpoint,
        cadence);
  }

  static RunDescription description(long steps) {
    return new RunDescription(
        "pretrain", "of a test", 7, steps, List.of(), 1, Machine.current(1, "any"));
  }
}
