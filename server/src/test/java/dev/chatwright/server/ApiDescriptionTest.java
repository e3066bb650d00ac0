package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.security.RouteTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The client's API is described as it is; which statuses it answers, the access matrix compares.
 */
class ApiDescriptionTest {
  @Test
  void theDescriptionNamesTheRoutesOfTheTableAndNoOthers() throws Exception {
    List<String> table =
        new RouteTable()
            .routes().stream()
                .filter(route -> route.pattern().startsWith("/api/"))
                .map(route -> route.method() + " " + route.pattern())
                .toList();

    assertThat(ApiDescription.read().operations()).containsExactlyInAnyOrderElementsOf(table);
  }
}
