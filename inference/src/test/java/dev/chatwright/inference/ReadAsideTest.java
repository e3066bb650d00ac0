package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadAsideTest {
  @Test
  void whatWasReadIsGivenAsOftenAsItIsAskedFor() throws IOException {
    try (ReadAside<String> aside = ReadAside.begin("words", () -> "words")) {
      assertThat(aside.get()).isEqualTo("words");
      assertThat(aside.get()).isEqualTo("words");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(classes = {IOException.class, IllegalStateException.class, AssertionError.class})
  void failureIsThatOfTheReading(Class<? extends Throwable> kind) throws Exception {
    Throwable failure = kind.getConstructor().newInstance();
    try (ReadAside<String> aside =
        ReadAside.begin(
            "words",
            () -> {
              if (failure instanceof Error error) {
                throw error;
              }
              throw (Exception) failure;
            })) {
      assertThatThrownBy(aside::get).isSameAs(failure);
    }
  }

  private static ReadAside<String> wordsAfter(CountDownLatch mayEnd) {
    return ReadAside.begin(
        "words",
        () -> {
          mayEnd.await();
          return "words";
        });
  }

  @Test
  void closingWaitsForWhatIsBeingReadEvenIfInterrupted() throws InterruptedException {
    CountDownLatch mayEnd = new CountDownLatch(1);
    ReadAside<String> aside = wordsAfter(mayEnd);
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    Thread closing =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  aside.close();
                  stillInterrupted.set(Thread.interrupted());
                });
    closing.join(50); // it must not end, however long one looks
    assertThat(closing.isAlive()).isTrue();

    mayEnd.countDown();
    closing.join();
    assertThat(stillInterrupted).isTrue();
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    ReadAside<String> aside = wordsAfter(mayEnd);
    Thread.currentThread().interrupt();

    assertThatThrownBy(aside::get).isInstanceOf(InterruptedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
    mayEnd.countDown();
    aside.close();
  }
}
