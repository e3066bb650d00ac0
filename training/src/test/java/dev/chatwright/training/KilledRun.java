package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.training.data.LeftOut;
import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.Measure;
import dev.chatwright.training.runs.RunDescription;
import dev.chatwright.training.runs.RunFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small run over a folder, in this process or in one that a test kills. */
final class KilledRun {
  private KilledRun() {}

  /** Trains in the folder that is named first for as many steps as are named second. */
  public static void main(String[] arguments) throws IOException {
    run(Path.of(arguments[0]), Long.parseLong(arguments[1]), RunLoopTest.NOTHING).close();
  }

  /**
   * Has another process train in a folder, and kills it once it has taken some steps.
   *
   * @param rows how many there must be in the folder
   * @param program what it runs, with its arguments
   */
  static void killAfter(long rows, Path folder, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dchatwright.kernels=" + System.getProperty("chatwright.kernels", "auto"));
    command.add("--add-modules=jdk.incubator.vector");
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path"),
            "target/test-classes"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      while (process.isAlive() && RunFolder.metrics(folder).rows().size() < rows) {
        Thread.sleep(2);
      }
      assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
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
        "pretrain",
        "of a test",
        7,
        steps,
        List.of(),
        LeftOut.NONE,
        1,
        "f32",
        Machine.current(1, "any"));
  }
}
