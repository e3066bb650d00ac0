package dev.chatwright.server.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.chatwright.inference.EngineStatus;
import dev.chatwright.server.account.People;
import dev.chatwright.server.health.ServerVersion;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.model.ModelState.Ready;
import dev.chatwright.server.security.AccessOptions;
import dev.chatwright.server.vault.KeyRotation;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What an operator wants to know of the server.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class ServerHealthController {
  private static final long MILLIS_PER_SECOND = 1000;

  private final ModelRegistry models;
  private final People people;
  private final Storage storage;
  private final AccessOptions options;
  private final KeyRotation rotation;
  private final String version;

  /** Creates the controller. */
  public ServerHealthController(
      ModelRegistry models,
      People people,
      Storage storage,
      AccessOptions options,
      KeyRotation rotation,
      ServerVersion version) {
    this.models = models;
    this.people = people;
    this.storage = storage;
    this.options = options;
    this.rotation = rotation;
    this.version = version.text();
  }

  /**
   * The server's health. Immutable.
   *
   * @param version the server's version
   * @param uptimeSeconds how long it runs
   * @param memoryBytes the memory that its objects take
   * @param storage the kind of database
   * @param databaseBytes the size of the database, if it is a file
   * @param diskFreeBytes the room left beside it
   * @param lastBackupAt when the newest backup beside the database was made
   * @param kernels how models are computed; empty while there is none
   * @param activeReplies replies that are being written
   * @param waitingReplies replies that wait for their turn
   * @param people how many have an account
   * @param rotatingKeys whether texts are being sealed with new keys
   * @param resealedTexts how many have been since the server started
   * @param warnings what an operator should know and may want to change
   */
  @JsonInclude(Include.NON_ABSENT)
  record ServerHealth(
      String version,
      long uptimeSeconds,
      long memoryBytes,
      String storage,
      OptionalLong databaseBytes,
      long diskFreeBytes,
      OptionalLong lastBackupAt,
      String kernels,
      int activeReplies,
      int waitingReplies,
      long people,
      boolean rotatingKeys,
      long resealedTexts,
      List<String> warnings) {}

  @GetMapping("/api/administration/health")
  void health(HttpServletResponse response) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    Optional<EngineStatus> engine = engine();
    Json.answer(
        response,
        200,
        new ServerHealth(
            version,
            ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_PER_SECOND,
            runtime.totalMemory() - runtime.freeMemory(),
            storage.kind(),
            storage.databaseBytes(),
            storage.freeBytes(),
            storage.lastBackup().stream().mapToLong(Instant::toEpochMilli).findFirst(),
            engine.map(EngineStatus::kernels).orElse(""),
            engine.map(EngineStatus::active).orElse(0),
            engine.map(EngineStatus::waiting).orElse(0),
            people.count(),
            rotation.isRunning(),
            rotation.resealed(),
            warnings()));
  }

  private Optional<EngineStatus> engine() {
    return models.state() instanceof Ready(var model)
        ? Optional.of(model.status())
        : Optional.empty();
  }

  private List<String> warnings() {
    return options.team() && options.insecureHttp()
        ? List.of(
            "server.insecure_http is on: passwords and chats cross the network in the clear."
                + " Put TLS in front of this server and turn it off.")
        : List.of();
  }
}
