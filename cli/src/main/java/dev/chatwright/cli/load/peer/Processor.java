package dev.chatwright.cli.load.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The processor that figures come from: they mean little without its name. */
public final class Processor {
  private static final Path FACTS = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** Returns its name with family and model where the system tells them, else the architecture. */
  public static String name() {
    try {
      return name(Files.readAllLines(FACTS)).orElse(architecture());
    } catch (IOException _) { // not every system has the file
      return architecture();
    }
  }

  private static Optional<String> name(List<String> lines) {
    return fact(lines, "model name")
        .map(
            name ->
                "%s (family %s, model %s)"
                    .formatted(
                        name,
                        fact(lines, "cpu family").orElse("?"),
                        fact(lines, "model").orElse("?")));
  }

  private static Optional<String> fact(List<String> lines, String name) {
    return lines.stream()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
        .map(parts -> parts[1].strip())
        .findFirst();
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }
}
