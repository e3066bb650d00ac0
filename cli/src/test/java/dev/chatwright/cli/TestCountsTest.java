package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says at its end, on reports as Surefire and a browser run write them. */
class TestCountsTest {
  @TempDir private Path root;

  private record Run(int exitCode, String output) {}

  @BeforeEach
  void copyScript() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3 to sum reports");
    Path script = Path.of("../scripts/test-counts.sh");
    Files.createDirectories(root.resolve("scripts"));
    Files.copy(script, root.resolve("scripts/test-counts.sh"));
  }

  @Test
  void skippedTestsAreListedByReason() throws Exception {
    report(
        "<testcase classname=\"a.OneTest\" name=\"x\"><skipped><![CDATA["
            + "org.opentest4j.TestAbortedException: Assumption failed: no model\n\tat a.b]]></skipped>"
            + "</testcase><testcase classname=\"a.OneTest\" name=\"y\"><skipped message=\"no model\"/>"
            + "</testcase>");

    assertThat(run("skipped")).isEqualTo(new Run(0, "  2 × no model   (such as OneTest.x)\n"));
  }

  @Test
  void allKindsOfTestsAreSummed() throws Exception {
    report("<testcase classname=\"a.OneTest\" name=\"x\"/>");
    Files.createDirectories(root.resolve(".build/counts"));
    Files.writeString(root.resolve(".build/counts/browser"), "ℹ pass 4\nℹ fail 0\nℹ skipped 1\n");

    assertThat(run("total")).isEqualTo(new Run(0, "5 passed, 0 failed, 1 skipped\n"));
  }

  @Test
  void aFailureFails() throws Exception {
    report(
        "<testcase classname=\"a.OneTest\" name=\"x\"><failure/></testcase>"
            + "<testcase classname=\"a.OneTest\" name=\"y\"/>");

    assertThat(run("total"))
        .isEqualTo(new Run(1, "failed: OneTest.x\n1 passed, 1 failed, 0 skipped\n"));
  }

  @Test
  void nothingTestedFails() throws Exception {
    assertThat(run("total")).isEqualTo(new Run(1, "0 passed, 0 failed, 0 skipped\n"));
  }

  private void report(String cases) throws IOException {
    Path reports = Files.createDirectories(root.resolve("a/target/surefire-reports"));
    Files.writeString(
        reports.resolve("TEST-a.OneTest.xml"), "<testsuite>" + cases + "</testsuite>");
  }

  private Run run(String what) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", root + "/scripts/test-counts.sh", what)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
