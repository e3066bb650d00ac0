package dev.chatwright.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHashesTest {
  private final PasswordHashes hashes = new PasswordHashes();

  @AfterEach
  void close() {
    hashes.close();
  }

  @Test
  void hashesAreOfTheAdvisedKindAndSalted() {
    String one = hashes.hash("four blue whales sing");
    String two = hashes.hash("four blue whales sing");

    assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(two);
    assertThat(hashes.matches("four blue whales sing", Optional.of(two))).isTrue();
    assertThat(hashes.matches("four blue whales sin", Optional.of(two))).isFalse();
  }

  @Test
  void aLetterTypedAsOneOrTwoSignsIsTheSame() {
    String hash = hashes.hash("Gr\u00fc\u00dfe an alle Wale");

    assertThat(hashes.matches("Gru\u0308\u00dfe an alle Wale", Optional.of(hash))).isTrue();
  }

  @Test
  void nobodysHashIsComparedAndNeverMatches() {
    assertThat(hashes.matches("", Optional.empty())).isFalse();
    assertThat(hashes.matches("four blue whales sing", Optional.empty())).isFalse();
  }
}
