package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The start script in a small repository of its own, where scripts play the JDK and Maven: the
 * "build" notes that it ran, the "JVM" prints its last arguments.
 */
class LauncherTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path temporary;
  private Path root;
  private Path jdk;
  private Path maven;

  /** What a run of the start script gave. */
  private record Run(int exitCode, String output, String errors) {}

  private record Started(Process process, Path errors) {}

  @BeforeEach
  void createRepository() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh to run the start script");
    root = temporary.resolve("repository");
    copy("chatwright");
    for (String script : List.of("build.sh", "find-jdk.sh", "newer-source.sh", "train-start.sh")) {
      copy("scripts/" + script);
    }
    jdk = jdk("jdk", "25.0.1");
    maven =
        script(
            temporary.resolve("mvn"),
            """
            echo built >>'%s/builds'
            echo '[INFO] Building chatwright-cli 0.1.0 [1/1]'
            sleep "${BUILD_SECONDS:-0}"
            mkdir -p cli/target/app && touch cli/target/app/chatwright.jar cli/target/app/jvm.options
            [ -z "${BUILD_FAILS:-}" ] || { echo '[ERROR] Main.java: not a statement'; exit 1; }
            """
                .formatted(temporary));
    source("cli/src/main/java/Main.java");
    source("web/src/page.ts");
  }

  @Test
  void buildsOnceThenStartsTheProgramWithTheArguments() throws Exception {
    Run first = run("model", "list");
    Run second = run("--version");

    assertThat(first.errors()).contains("building for the first time");
    assertThat(first.output()).endsWith("dev.chatwright.cli.Main model list\n");
    assertThat(second).isEqualTo(new Run(0, second.output(), ""));
    assertThat(builds()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        ".mvn/jvm.config",
        "cli/pom.xml",
        "cli/src/main/java/New.java",
        "cli/src/main/app/jvm.options",
        "scripts/build.sh",
        "web/.npmrc",
        "web/build/step.js",
        "web/index.html",
        "web/package-lock.json",
        "web/public/mark.svg",
        "web/src/design/tokens.css",
        "web/svelte.config.js",
        "web/tsconfig.json"
      })
  void builtAgainWhenASourceIsNewer(String file) throws Exception {
    run();

    touch(file);
    Run run = run();

    assertThat(run.errors()).contains("sources changed, building again");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void builtAgainWhenASourceIsDeleted() throws Exception {
    run();

    Files.delete(root.resolve("web/src/page.ts"));
    newer(root.resolve("web/src"));
    run();

    assertThat(builds()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "check",
        "docs/adr/0001.md",
        "cli/src/test/java/MainTest.java",
        "cli/target/classes/Main.class",
        "web/node_modules/svelte/index.js",
        "web/e2e/chat.spec.ts"
      })
  void notBuiltAgainForWhatCannotChangeTheProgram(String file) throws Exception {
    run();

    touch(file);
    run();

    assertThat(builds()).isOne();
  }

  @Test
  void aFailedBuildIsToldAndTheProgramNotStarted() throws Exception {
    Run run = run("BUILD_FAILS=yes", List.of());

    assertThat(run.exitCode()).isOne();
    assertThat(run.output()).isEmpty();
    assertThat(run.errors())
        .contains("Main.java: not a statement")
        .contains("the build failed; the whole log is " + root.resolve(".build/build.log"));
    assertThat(root.resolve(".build/building")).doesNotExist();
  }

  @Test
  void aFailedBuildIsTriedAgainAndKeepsTheProgramThatWasThere() throws Exception {
    run();
    touch("pom.xml");
    run("BUILD_FAILS=yes", List.of());

    assertThat(run("CHATWRIGHT_NO_BUILD=yes", List.of("old")).output()).endsWith("Main old\n");
    assertThat(run().exitCode()).isZero();
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws Exception {
    Started first = start("BUILD_SECONDS=2", List.of("one"));
    Started second = start("BUILD_SECONDS=2", List.of("two"));

    assertThat(finish(first).output()).endsWith("Main one\n");
    assertThat(finish(second).output()).endsWith("Main two\n");
    assertThat(builds()).isOne();
  }

  @Test
  void theLockOfAKilledBuildIsTakenOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(root.resolve(".build/building"));
    Files.writeString(lock.resolve("process"), dead.pid() + "\n");

    assertThat(run().exitCode()).isZero();
    assertThat(builds()).isOne();
  }

  @Test
  void withoutAJdkItSaysWhereItLooked() throws Exception {
    Path script = root.resolve("scripts/find-jdk.sh");
    String text = Files.readString(script); // the usual folders of this machine may have a JDK
    Files.writeString(script, text.replaceAll("(?<=[ \n])/(?=[A-Za-z/]+\\*)", temporary + "/"));
    jdk = jdk("old", "21.0.9");
    jdk("usr/lib/jvm/older", "17");

    Run run = run("PATH=" + jdk.resolve("bin") + ":" + System.getenv("PATH"), List.of());

    assertThat(run.exitCode()).isOne();
    assertThat(run.errors())
        .contains("no JDK 25 or newer found")
        .contains("JAVA_HOME is " + jdk)
        .contains(jdk + ": 21")
        .contains("usr/lib/jvm/older: 17");
  }

  @Test
  void javaOptionsThatTheJvmRefusesAreTold() throws Exception {
    script(jdk.resolve("bin/java"), "echo \"Unrecognized VM option\" >&2; exit 1\n");

    Run run = run("CHATWRIGHT_JAVA_OPTIONS=-XX:Nonsense", List.of("--version"));

    assertThat(run.exitCode()).isOne();
    assertThat(run.errors())
        .contains("Java refuses CHATWRIGHT_JAVA_OPTIONS: Unrecognized VM option");
  }

  @Test
  void theFirstJdkThatIsNewEnoughIsTaken() throws Exception {
    jdk = jdk("newer", "26");

    assertThat(run().output()).startsWith(jdk.toString());
  }

  @Test
  void outputAndErrorsSentToOneFileFollowOneAnother() throws Exception {
    run();
    script(
        jdk.resolve("bin/java"),
        """
        for argument; do case $argument in -Dchatwright.stderr=*) property=$argument ;; esac; done
        exec '%s' --enable-native-access=ALL-UNNAMED "$property" -cp '%s:%s' %s
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin/java"),
                Path.of("target/classes").toAbsolutePath(),
                Path.of("target/test-classes").toAbsolutePath(),
                BothStreams.class.getName()));
    Path both = temporary.resolve("both");

    String command = "'%s'/chatwright; echo five".formatted(root);
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", command);
    shell.environment().put("JAVA_HOME", jdk.toString());
    shell.environment().put("MVN", maven.toString());
    shell.redirectErrorStream(true).redirectOutput(both.toFile()).start().waitFor();

    assertThat(Files.readAllLines(both))
        .containsExactly(
            "one, on standard output",
            "two",
            "three, which is longer than what came before it",
            "four: é",
            "five");
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    return run("UNUSED=", List.of(arguments));
  }

  private Run run(String variable, List<String> arguments)
      throws IOException, InterruptedException {
    return finish(start(variable, arguments));
  }

  private Started start(String variable, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", root + "/chatwright"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("CHATWRIGHT_NO_BUILD");
    builder.environment().remove("CHATWRIGHT_JAVA_OPTIONS");
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("MVN", maven.toString());
    builder.environment().put("HOME", temporary.toString());
    String[] pair = variable.split("=", 2);
    builder.environment().put(pair[0], pair[1]);
    Path errors = Files.createTempFile(temporary, "errors", "");
    return new Started(builder.redirectError(errors.toFile()).start(), errors);
  }

  private static Run finish(Started started) throws IOException, InterruptedException {
    String output = new String(started.process().getInputStream().readAllBytes(), UTF_8);
    int code = started.process().waitFor();
    return new Run(code, output, Files.readString(started.errors()));
  }

  private int builds() throws IOException {
    return Files.readAllLines(temporary.resolve("builds")).size();
  }

  private Path jdk(String name, String version) throws IOException {
    Path folder = temporary.resolve(name);
    script(folder.resolve("bin/java"), "echo \"$0 $*\"\n");
    script(folder.resolve("bin/javac"), "exit 0\n");
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return folder;
  }

  private static Path script(Path path, String text) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, "#!/bin/sh\n" + text);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void copy(String name) throws IOException {
    Path target = root.resolve(name);
    Files.createDirectories(target.toAbsolutePath().getParent());
    script(target, Files.readString(REPOSITORY.resolve(name)).replaceFirst("^#!/bin/sh\n", ""));
    old(target);
  }

  private void source(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "old");
    old(file);
  }

  private static void old(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private void touch(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!Files.exists(file)) {
      Files.writeString(file, "new");
    }
    newer(file);
  }

  private static void newer(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
  }
}
