package dev.chatwright.cli.load.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of a process as Linux counts it, in bytes; 0 where the system does not tell.
 *
 * <p>Immutable.
 *
 * @param resident what it has in memory now, pages of mapped files included (VmRSS)
 * @param peakResident the most it ever had (VmHWM)
 * @param proportional as resident, where pages that processes share count in parts (Pss)
 */
public record ProcessMemory(long resident, long peakResident, long proportional) {
  private static final int KILO = 1024;

  /** Asks for the memory of a process of one's own. */
  static ProcessMemory of(long process) throws IOException {
    Path facts = Path.of("/proc", Long.toString(process));
    List<String> status = lines(facts.resolve("status"));
    List<String> shares = lines(facts.resolve("smaps_rollup"));
    return new ProcessMemory(
        bytes(status, "VmRSS:"), bytes(status, "VmHWM:"), bytes(shares, "Pss:"));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
  }

  private static long bytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> KILO * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
