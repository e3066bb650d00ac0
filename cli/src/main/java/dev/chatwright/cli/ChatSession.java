package dev.chatwright.cli;

import dev.chatwright.inference.Finished;
import dev.chatwright.inference.GenerationException;
import dev.chatwright.inference.GenerationStream;
import dev.chatwright.inference.PromptEvaluated;
import dev.chatwright.inference.TextGenerated;
import dev.chatwright.inference.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/** Reads lines and answers them until the person leaves. Confined to one thread. */
final class ChatSession {
  private static final String HELP =
      """
      /help           this list
      /system TEXT    instructions to the assistant; without TEXT, shows them
      /reset          forget the conversation, keep the instructions
      /save FILE      write the conversation to a new file, as Markdown
      /quit           leave; so does Ctrl-D
      Ctrl-C stops a reply and keeps what was written.""";

  private final Conversation conversation;
  private final ChatInput input;

  ChatSession(Conversation conversation, ChatInput input) {
    this.conversation = conversation;
    this.input = input;
  }

  void run() throws InterruptedException {
    for (Optional<String> line = input.read(); line.isPresent(); line = input.read()) {
      String text = line.get().strip();
      if (text.equals("/quit")) {
        return;
      }
      if (text.startsWith("/")) {
        command(text);
      } else if (!text.isEmpty()) {
        answer(text);
      }
    }
  }

  private void command(String line) {
    String name = line.split("\\s+", 2)[0];
    String argument = line.substring(name.length()).strip();
    switch (name) {
      case "/help" -> input.say(HELP);
      case "/reset" -> {
        conversation.reset();
        input.say("Forgotten.");
      }
      case "/system" -> instruct(argument);
      case "/save" -> save(argument);
      default -> input.say("There is no %s. /help lists what you can type.".formatted(name));
    }
  }

  private void instruct(String argument) {
    if (argument.isEmpty()) {
      String instructions = conversation.instructions();
      input.say(instructions == null ? "No instructions." : instructions);
    } else {
      conversation.instruct(argument);
      input.say("Instructions set.");
    }
  }

  private void save(String argument) {
    if (argument.isEmpty()) {
      input.say("/save needs the name of a new file.");
      return;
    }
    var text = new StringBuilder();
    conversation
        .messages()
        .forEach(
            message ->
                text.append("**%s**\n\n%s\n\n".formatted(message.role(), message.content())));
    try {
      Files.writeString(
          Path.of(argument), text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      input.say("Saved to " + argument + ". The replies in it were written by a model.");
    } catch (FileAlreadyExistsException _) {
      input.say(argument + " exists already; choose another name.");
    } catch (IOException | InvalidPathException failure) {
      input.say("Could not write %s: %s".formatted(argument, failure.getMessage()));
    }
  }

  private void answer(String message) throws InterruptedException {
    try (GenerationStream stream = conversation.replyTo(message)) {
      String reply = input.stoppable(stream::close, () -> show(stream));
      conversation.keep(message, reply);
    } catch (GenerationException refused) {
      input.say("%s. /reset starts a new conversation.".formatted(refused.getMessage()));
    }
  }

  private String show(GenerationStream stream) throws InterruptedException {
    var reply = new StringBuilder();
    for (var event = stream.next(); event.isPresent(); event = stream.next()) {
      switch (event.get()) {
        case PromptEvaluated _ -> {}
        case TextGenerated delta -> {
          reply.append(delta.text());
          input.write(Terminal.printable(delta.text()));
        }
        case Finished end -> input.endReply(ending(end));
      }
    }
    return reply.toString();
  }

  private static String ending(Finished end) {
    Usage usage = end.usage();
    String why =
        switch (end.reason()) {
          case STOP -> "";
          case LENGTH -> "cut at the limit · ";
          case CANCELLED -> "stopped · ";
          case DEADLINE -> "out of time · ";
          case ERROR -> "failed: " + end.error().orElse("unknown") + " · ";
        };
    return String.format(
        Locale.ROOT,
        "%s%d tokens · %.1f tokens/s",
        why,
        usage.replyTokens(),
        usage.decodeTokensPerSecond());
  }
}
