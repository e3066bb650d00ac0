package dev.chatwright.cli;

import java.io.IOException;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;

/** Lines from a person at a terminal, with editing and history. */
final class TerminalChatInput implements ChatInput {
  private static final String DIM = "\033[2m";
  private static final String NORMAL = "\033[0m";

  private final org.jline.terminal.Terminal terminal;
  private final LineReader reader;
  private final boolean colour = System.getenv("NO_COLOR") == null;

  TerminalChatInput() throws IOException {
    terminal = TerminalBuilder.builder().system(true).build();
    reader = // what a person typed is recalled with the arrow keys, and never written to disk
        LineReaderBuilder.builder()
            .terminal(terminal)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  @Override
  public Optional<String> read() {
    while (true) {
      try {
        return Optional.of(reader.readLine("you › "));
      } catch (UserInterruptException _) {
        say("Ctrl-D or /quit leaves.");
      } catch (EndOfFileException _) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void say(String text) {
    terminal.writer().println(colour ? DIM + text + NORMAL : text);
    terminal.flush();
  }

  @Override
  public void write(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  @Override
  public void endReply(String remark) {
    terminal.writer().println();
    say(remark);
  }

  @Override
  public String stoppable(Runnable stop, Waiting waiting) throws InterruptedException {
    SignalHandler before = terminal.handle(Signal.INT, _ -> stop.run());
    Attributes echoing = terminal.getAttributes();
    Attributes silent = new Attributes(echoing);
    silent.setLocalFlag(LocalFlag.ECHO, false); // what is typed ahead must not mix with the reply
    terminal.setAttributes(silent);
    try {
      return waiting.run();
    } finally {
      terminal.setAttributes(echoing);
      terminal.handle(Signal.INT, before);
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
