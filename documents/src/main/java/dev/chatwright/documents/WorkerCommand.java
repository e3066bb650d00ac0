package dev.chatwright.documents;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a reading process is started. *Immutable.*
 *
 * <p>Its environment is empty, its errors go nowhere, and its folder for temporary files does not
 * exist: what people upload is in memory only.
 */
final class WorkerCommand {
  private static final String MAIN = "dev.chatwright.documents.worker.WorkerMain";
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:MaxMetaspaceSize=96m",
          "-XX:MaxDirectMemorySize=16m",
          "-XX:ReservedCodeCacheSize=32m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+DisplayVMOutputToStderr",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+ErrorFileToStderr",
          "-XX:+DisableAttachMechanism",
          "-Xshare:auto",
          "-Djava.awt.headless=true",
          "-Djava.io.tmpdir=" + Path.of(System.getProperty("java.home"), "no-temporary-files"),
          "-Djavax.xml.accessExternalDTD=",
          "-Djavax.xml.accessExternalSchema=",
          "-Djavax.xml.accessExternalStylesheet=",
          "-Djdk.xml.entityExpansionLimit=64",
          "-Djdk.xml.totalEntitySizeLimit=100000",
          "-Djdk.xml.maxGeneralEntitySizeLimit=10000");

  private final String mainClass;
  private final List<Path> classPath;

  private WorkerCommand(String mainClass, List<Path> classPath) {
    this.mainClass = mainClass;
    this.classPath = List.copyOf(classPath);
  }

  /** Returns the product's own process, its jars taken from the running class path. */
  static WorkerCommand reading() {
    return new WorkerCommand(MAIN, WorkerClassPath.find());
  }

  /** Returns a process that runs another main class, after the product's own jars. */
  WorkerCommand with(String otherMain, Path more) {
    List<Path> path = new ArrayList<>(classPath);
    path.add(more);
    return new WorkerCommand(otherMain, path);
  }

  Process start(WorkerLimits limits) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + limits.heapMegabytes() + "m");
    command.addAll(JVM);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add(mainClass);
    command.add(Long.toString(limits.job().toMillis()));
    ProcessBuilder builder = new ProcessBuilder(command);
    emptyEnvironment(builder);
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Windows starts no program without the first of these. */
  private static void emptyEnvironment(ProcessBuilder builder) {
    builder.environment().keySet().retainAll(List.of("SystemRoot"));
  }
}
