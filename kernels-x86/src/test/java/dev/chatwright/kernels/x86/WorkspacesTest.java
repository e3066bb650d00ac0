package dev.chatwright.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class WorkspacesTest {
  private final Workspaces workspaces = new Workspaces();

  @Test
  void whatWasGivenBackIsTakenAgain() {
    MemorySegment first = workspaces.take(1000);
    workspaces.giveBack(first);

    assertThat(workspaces.take(500)).isSameAs(first);
  }

  @Test
  void nobodySharesWhatIsInUse() {
    MemorySegment first = workspaces.take(1000);

    assertThat(workspaces.take(1000).address()).isNotEqualTo(first.address());
  }

  @Test
  void whoNeedsMoreGetsMore() {
    workspaces.giveBack(workspaces.take(1000));

    assertThat(workspaces.take(2000).byteSize()).isEqualTo(2000);
  }
}
