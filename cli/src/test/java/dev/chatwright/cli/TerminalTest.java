package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\033[2J\033[31mred | [2J[31mred",
        "a\u0007b | ab",
        "one\u202Etwo | onetwo",
        "\u009B31mred | 31mred",
        "grüße 🦉 | grüße 🦉"
      })
  void replyCannotDriveTheTerminal(String text, String expected) {
    assertThat(Terminal.printable(text)).isEqualTo(expected);
  }
}
