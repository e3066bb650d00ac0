package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenResourcesTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void theLastOpenedIsClosedFirst() throws IOException {
    OpenResources resources =
        OpenResources.make(
            opened -> {
              opened.add(() -> closed.add("first"));
              opened.add(() -> closed.add("second"));
              return opened;
            });
    assertThat(closed).isEmpty();

    resources.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void whatIsOpenIsClosedWhereTheNextCannotBeOpened() {
    assertThatThrownBy(
            () ->
                OpenResources.make(
                    opened -> {
                      opened.add(() -> closed.add("first"));
                      opened.add(
                          () -> {
                            throw new IOException("cannot close");
                          });
                      opened.add(() -> closed.add("third"));
                      throw new OutOfMemoryError("too large");
                    }))
        .isInstanceOf(OutOfMemoryError.class)
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .satisfies(also -> assertThat(also).hasMessage("cannot close")));

    assertThat(closed).containsExactly("third", "first");
  }
}
