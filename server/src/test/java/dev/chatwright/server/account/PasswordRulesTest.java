package dev.chatwright.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chatwright.server.http.ApiException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private static final List<String> OWN = List.of("Ada Lovelace", "countess@analytical.example");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "elevenchars",
        "aaaaaaaaaaaa",
        "123456789012",
        "Password1234",
        "password!!!!",
        "qwertyuiop12",
        "Willkommen2024",
        "chatwright123",
        "lovelace1815!",
        "AdaLovelace12",
        "countess12345",
      })
  void whatIsTriedFirstIsRefused(String password) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> PasswordRules.check("password", password, OWN))
        .satisfies(refusal -> assertThat(refusal.error().param()).contains("password"))
        .satisfies(refusal -> assertThat(refusal.error().message()).doesNotContain(password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "four blue whales sing",
        "correct horse battery staple",
        "my password is nothing like yours",
        "Zr7#kQ2$mW9x",
        "ada counts lighthouses",
        "пароль из четырёх слов",
      })
  void whatIsLongAndOwnIsTaken(String password) {
    PasswordRules.check("password", password, OWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 10_000})
  void whatIsTooLongIsRefused(int length) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> PasswordRules.check("password", "four whales ".repeat(length), OWN));
  }
}
