package dev.chatwright.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivacyLedgerTest {
  private static final PrivacyOptions OPTIONS =
      new PrivacyOptions(
          OptionalDouble.empty(), OptionalDouble.of(1.5), 1e-5, 1, 40, Accounting.RDP);

  @TempDir private Path folder = Path.of("set by JUnit");

  private PrivacyLedger open(PrivacyOptions options, long steps, long taken) throws IOException {
    return PrivacyLedger.open(folder, options, 1000, steps, "run", "kernels", taken);
  }

  private double claimed() throws IOException {
    return PrivacyLedger.claim(folder).orElseThrow().epsilon();
  }

  @Test
  void aStepIsOnTheDiskOnceItMayBeTaken() throws IOException {
    try (PrivacyLedger ledger = open(OPTIONS, 10, 0)) {
      assertThat(ledger.epsilon()).isZero();
      double before = 0;
      for (int step = 0; step < 10; step++) {
        ledger.charge(step);
        assertThat(PrivacyLedger.claim(folder).orElseThrow().steps()).isEqualTo(step + 1);
        assertThat(claimed()).isEqualTo(ledger.epsilon()).isGreaterThan(before);
        before = claimed();
      }
      assertThat(before)
          .isEqualTo(RenyiCurve.of(new SampledGaussian(0.04, 1.5)).times(10).epsilon(1e-5));
    }
  }

  @Test
  void aStepThatWasPaidForAndNotTakenStaysPaidFor() throws IOException {
    double[] noise = new double[4];
    try (PrivacyLedger ledger = open(OPTIONS, 10, 0)) {
      ledger.charge(0);
      ledger.charge(1);
      ledger.charge(2);
      ledger.randomness().gaussians(2, 0, noise);
    }
    double spent = claimed();

    try (PrivacyLedger ledger = open(OPTIONS, 10, 1)) { // whose checkpoint was one step old
      assertThat(ledger.epsilon()).isEqualTo(spent);
      ledger.charge(1);
      ledger.charge(2);
      double[] again = new double[4];
      ledger.randomness().gaussians(2, 0, again);
      assertThat(again).as("the same step").isEqualTo(noise);
      assertThat(claimed()).isEqualTo(spent);
      ledger.charge(3);
      assertThat(claimed()).isGreaterThan(spent);
    }
  }

  @Test
  void aStepThatIsTakenAgainWithOtherNumbersIsPaidAgain() throws IOException {
    try (PrivacyLedger ledger = open(OPTIONS, 10, 0)) {
      ledger.charge(0);
      ledger.charge(1);
    }
    Files.delete(folder.resolve("privacy.key"));

    try (PrivacyLedger ledger = open(OPTIONS, 10, 1)) {
      ledger.charge(1);
      assertThat(PrivacyLedger.claim(folder).orElseThrow().steps()).isEqualTo(3);
      assertThat(ledger.lastStep()).isEqualTo(10);
    }
    try (PrivacyLedger ledger =
        PrivacyLedger.open(folder, OPTIONS, 1000, 10, "run", "other kernels", 2)) {
      ledger.charge(2);
      assertThat(PrivacyLedger.claim(folder).orElseThrow().steps()).isEqualTo(4);
    }
  }

  @Test
  void aTornLineIsNotThere() throws IOException {
    try (PrivacyLedger ledger = open(OPTIONS, 10, 0)) {
      ledger.charge(0);
    }
    Files.writeString(
        folder.resolve("privacy.jsonl"), "{\"stream\":\"ab", StandardOpenOption.APPEND);
    assertThat(PrivacyLedger.claim(folder).orElseThrow().steps()).isEqualTo(1);

    try (PrivacyLedger ledger = open(OPTIONS, 10, 1)) {
      ledger.charge(1);
    }
    assertThat(PrivacyLedger.claim(folder).orElseThrow().steps()).isEqualTo(2);
  }

  /** As an editor of another system leaves the lines: none of what was spent is cut off. */
  @Test
  void whatWasSpentIsKeptWhateverTheLinesEndWith() throws IOException {
    try (PrivacyLedger ledger = open(OPTIONS, 10, 0)) {
      ledger.charge(0);
      ledger.charge(1);
    }
    Path file = folder.resolve("privacy.jsonl");
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));

    try (PrivacyLedger ledger = open(OPTIONS, 10, 2)) {
      ledger.charge(2);
    }

    assertThat(Files.readAllLines(file)).hasSize(4);
    assertThat(PrivacyLedger.claim(folder).orElseThrow().steps()).isEqualTo(3);
  }

  @Test
  void aLedgerThatIsNoTextIsNamed() throws IOException {
    Path file = folder.resolve("privacy.jsonl");
    Files.write(file, new byte[] {'{', (byte) 0xff, '}', '\n'});

    assertThatThrownBy(() -> PrivacyLedger.claim(folder))
        .hasMessage(file + " is broken: it is no UTF-8");
  }

  @Test
  void theRunEndsWhereTheBudgetDoes() throws IOException {
    PrivacyOptions bounded =
        new PrivacyOptions(
            OptionalDouble.of(2), OptionalDouble.of(1.5), 1e-5, 1, 40, Accounting.RDP);
    try (PrivacyLedger ledger = open(bounded, 100_000, 0)) {
      long last = ledger.lastStep();
      RenyiCurve curve = RenyiCurve.of(new SampledGaussian(0.04, 1.5));
      assertThat(curve.times(last).epsilon(1e-5)).isLessThanOrEqualTo(2);
      assertThat(curve.times(last + 1).epsilon(1e-5)).isGreaterThan(2);
      for (long step = 0; step < last; step++) {
        ledger.charge(step);
      }
      assertThatThrownBy(() -> ledger.charge(last)).hasMessageContaining("cannot be paid for");
    }
  }

  @Test
  void noiseIsChosenForTheStepsAndKept() throws IOException {
    PrivacyOptions target =
        new PrivacyOptions(
            OptionalDouble.of(3), OptionalDouble.empty(), 1e-5, 1, 40, Accounting.RDP);
    double noise;
    try (PrivacyLedger ledger = open(target, 50, 0)) {
      noise = ledger.plan().mechanism().noise();
      assertThat(ledger.lastStep()).isEqualTo(50);
    }
    try (PrivacyLedger ledger = open(target, 80, 0)) {
      assertThat(ledger.plan().mechanism().noise()).isEqualTo(noise);
      assertThat(ledger.lastStep()).isEqualTo(50);
    }
  }

  @Test
  void whatIsOfAnotherRunIsRefused() throws IOException {
    try (PrivacyLedger ledger = open(OPTIONS, 10, 0)) {
      ledger.charge(0);
    }
    assertThatThrownBy(() -> PrivacyLedger.open(folder, OPTIONS, 1000, 10, "other", "kernels", 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another recipe or data");
    assertThatThrownBy(() -> open(OPTIONS, 10, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lacks steps");
  }

  @Test
  void theKeyIsTheOwnersAndGoesWithTheRunsEnd() throws IOException {
    Path key = folder.resolve("privacy.key");
    try (PrivacyLedger ledger = open(OPTIONS, 10, 0)) {
      assertThat(key).doesNotExist();
      ledger.charge(0);
      assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix"))
          .as("this file system knows no owners")
          .isTrue();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      ledger.finish();
      assertThat(key).doesNotExist();
    }
  }

  @Test
  void whatCannotBeKeptIsRefused() {
    assertThatThrownBy(() -> options(0, 1e-5, 40)).hasMessage("epsilon must be above 0, got 0.0");
    assertThatThrownBy(() -> options(1, 0, 40)).hasMessageContaining("delta must be between");
    assertThatThrownBy(() -> PrivacyPlan.of(options(1, 1e-3, 40), 1000, 10))
        .hasMessageContaining("privacy.delta must be below 1/1000");
    assertThatThrownBy(() -> PrivacyPlan.of(options(1, 1e-5, 1001), 1000, 10))
        .hasMessage("privacy.batch must not be more than the 1,000 examples there are, got 1001.0");
    assertThatThrownBy(
            () ->
                PrivacyPlan.of(
                    new PrivacyOptions(
                        OptionalDouble.of(0.1),
                        OptionalDouble.of(0.5),
                        1e-5,
                        1,
                        40,
                        Accounting.RDP),
                    1000,
                    10))
        .hasMessageContaining("in the first step, privacy.epsilon is 0.1");
  }

  private static PrivacyOptions options(double epsilon, double delta, double batch) {
    return new PrivacyOptions(
        OptionalDouble.of(epsilon), OptionalDouble.empty(), delta, 1, batch, Accounting.RDP);
  }
}
