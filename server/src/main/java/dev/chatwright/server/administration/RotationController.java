package dev.chatwright.server.administration;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.vault.KeyRotation;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets an administrator move everything to new keys.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class RotationController {
  private final KeyRotation rotation;

  /** Creates the controller. */
  public RotationController(KeyRotation rotation) {
    this.rotation = rotation;
  }

  @PostMapping("/api/administration/keys/rotate")
  void rotate(HttpServletResponse response) {
    if (!rotation.start()) {
      throw ApiException.of(
          409, "rotation_running", "texts are being sealed with new keys already");
    }
    response.setStatus(202);
  }
}
