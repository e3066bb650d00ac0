package dev.chatwright.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a chat's lines come from and its replies go. Confined to one thread. */
interface ChatInput extends AutoCloseable {

  /** Returns the next line, or empty at the end. */
  Optional<String> read();

  /** Tells the person something that is not a reply. */
  void say(String text);

  /** Writes a piece of a reply. */
  void write(String text);

  /** Ends a reply with a remark on how it went. */
  void endReply(String remark);

  /** A part of a chat that waits for the model. */
  @FunctionalInterface
  interface Waiting {
    String run() throws InterruptedException;
  }

  /** Runs {@code waiting} with Ctrl-C bound to {@code stop}. */
  String stoppable(Runnable stop, Waiting waiting) throws InterruptedException;

  @Override
  void close() throws IOException;

  /** Returns a line editor on a terminal, else plain standard input and output. */
  static ChatInput open() throws IOException {
    return Terminal.isInteractive() ? new TerminalChatInput() : new PipedChatInput();
  }

  /** Lines from a pipe or file: replies to standard output, remarks to standard error. */
  final class PipedChatInput implements ChatInput {
    private final BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    @Override
    public Optional<String> read() {
      try {
        return Optional.ofNullable(lines.readLine());
      } catch (IOException failure) {
        throw new CommandFailure("standard input: " + failure.getMessage(), "give readable text");
      }
    }

    @Override
    public void say(String text) {
      System.err.println(text);
    }

    @Override
    public void write(String text) {
      System.out.print(text);
      System.out.flush();
    }

    @Override
    public void endReply(String remark) {
      System.out.println();
    }

    @Override
    public String stoppable(Runnable stop, Waiting waiting) throws InterruptedException {
      return waiting.run();
    }

    @Override
    public void close() {}
  }
}
