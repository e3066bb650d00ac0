package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.dialogue.transfer.MarkdownFence.Stretch;
import org.junit.jupiter.api.Test;

class MarkdownFenceTest {

  @Test
  void aFenceIsLongerThanAnyInItsCode() {
    assertThat(MarkdownFence.around("md", "```\nx\n```")).isEqualTo("````md\n```\nx\n```\n````");
    assertThat(MarkdownFence.around("not a language\n", "x")).isEqualTo("```\nx\n```");
    assertThat(MarkdownFence.around("", " \n")).isEmpty();
  }

  @Test
  void aTextIsCutAtItsFences() {
    assertThat(MarkdownFence.stretches("a\n~~~\n```\nb\n~~~\nc `d`"))
        .containsExactly(
            new Stretch(false, "a"), new Stretch(true, "```\nb"), new Stretch(false, "c `d`"));
  }

  @Test
  void aShorterFenceDoesNotEndALongerOne() {
    assertThat(MarkdownFence.stretches("````\n```\n````"))
        .containsExactly(new Stretch(true, "```"));
  }

  @Test
  void onlyAnOpenFenceIsEnded() {
    assertThat(MarkdownFence.closed("````\nx")).isEqualTo("````\nx\n````");
    assertThat(MarkdownFence.closed("```\nx\n```")).isEqualTo("```\nx\n```");
    assertThat(MarkdownFence.closed("`inline`")).isEqualTo("`inline`");
  }
}
