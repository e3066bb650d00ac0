package dev.chatwright.cli;

import dev.chatwright.cli.load.peer.PeerProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Beside what a bench measures. */
final class PeerOption {
  static final String LLAMA = "llama.cpp";
  static final String PYTORCH = "pytorch";

  @Option(
      names = "--against",
      paramLabel = "PEER",
      description =
          "What is measured in turn with Chatwright on the same files: llama.cpp, or pytorch for"
              + " training.")
  private @Nullable String against;

  @Option(
      names = "--peer",
      paramLabel = "PATH",
      description = "The peer's program, or the folder it lies in (default: found on the PATH).")
  private @Nullable Path path;

  boolean wanted() {
    return against != null;
  }

  /**
   * Finds the program of the peer that was asked for.
   *
   * @param peer the only one that this bench knows
   * @param program what its file is called
   * @throws CommandFailure if another peer was asked for
   * @throws IOException if it is not on this machine
   */
  PeerProgram find(String peer, String program) throws IOException {
    if (against == null) {
      throw new CommandFailure("nothing to measure beside", "expected --against " + peer);
    }
    if (!peer.equals(against)) {
      throw new CommandFailure("unknown peer \"%s\"".formatted(against), "expected " + peer);
    }
    return PeerProgram.find(program, Optional.ofNullable(path));
  }
}
