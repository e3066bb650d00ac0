package dev.chatwright.cli.load.serving;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a server is started.
 *
 * <p>Immutable.
 *
 * @param name who it is, for people
 * @param program the program and its arguments, without the port
 */
public record ServerCommand(String name, List<String> program) {
  /** Copies the list. */
  public ServerCommand {
    program = List.copyOf(program);
  }

  /** Returns the command with the port, which our server and llama.cpp's both take so. */
  List<String> at(int port) {
    return Stream.concat(program.stream(), Stream.of("--port", Integer.toString(port))).toList();
  }
}
