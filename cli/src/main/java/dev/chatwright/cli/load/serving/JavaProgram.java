package dev.chatwright.cli.load.serving;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class of this program as a process of its own, run as this one is. */
public final class JavaProgram {
  /** What of this machine's options the other is given: how it runs, not who started it. */
  private static final List<String> KEPT =
      List.of("-X", "--", "-Djdk.", "-Dfile.encoding=", "-Djava.awt.");

  private JavaProgram() {}

  /** Returns the command that runs a class with these arguments. */
  public static List<String> command(String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> KEPT.stream().anyMatch(option::startsWith))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return command;
  }
}
