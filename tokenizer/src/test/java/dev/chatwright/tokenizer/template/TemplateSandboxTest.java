package dev.chatwright.tokenizer.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile templates: each must fail in words, and soon. */
class TemplateSandboxTest {
  private static final String HALF_MILLION = "x".repeat(500_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{% set n = namespace(x='aaaaaaaaaaaaaaaa') %}{% for i in range(99) %}"
            + "{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=[]) %}{% for i in range(99) %}{% set n.x = [n.x] %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(50) %}{% set n.x = [n.x, n.x] %}"
            + "{% endfor %}{{ n.x }}",
        "{% set n = namespace(x=[1]) %}{% for i in range(50) %}{% set n.x = [n.x, n.x] %}"
            + "{% endfor %}{{ n.x|tojson }}",
        "{% set n = namespace(x=[1], y=[1]) %}{% for i in range(50) %}{% set n.x = [n.x, n.x] %}"
            + "{% set n.y = [n.y, n.y] %}{% endfor %}{{ n.x == n.y }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro m() %}{% call m() %}{% endcall %}{% endmacro %}{{ m() }}",
        "{{ ('a' * 1000000)|replace('', 'b' * 1000000) }}",
        "{{ ('a' * 1000000)|replace('a', 'b' * 1000) }}",
        "{% set a = 'a' * 4000000 %}{{ (a ~ 'b') in a }}{{ ('a' * 2000000 ~ 'b') in a }}",
        "{% set a = 'a' * 10000000 %}{% for i in range(100000) %}{{ a == a }}{% endfor %}",
        "{% set a = 'a' * 10000000 %}{% for i in range(100000) %}{% set b = a|upper %}{% endfor %}",
        "{% set a = 'a' * 10000000 %}{% for i in range(100000) %}{{ a[i] }}{% endfor %}",
        "{% for i in range(100000) %}{{ 'aaaaaaaaaaaaaaaaaaaa' * 100 }}{% endfor %}",
        "{{ ['a' * 10000000] * 90000 }}",
        "{{ ('a' * 9000000)|list|length }}",
        "{{ ('a,' * 8000000).split(',')|length }}",
        "{{ ('a ' * 8000000).split()|length }}",
        "{{ ('\\n' * 9000000).splitlines()|length }}",
        "{{ ['\\u0001' * 9000000] }}",
        "{{ ('\\u0001' * 9000000)|tojson }}",
        "{{ (['ab' * 100000] * 1000)|join }}"
      })
  void excessReachesALimit(String source) {
    ChatTemplateException failure = failure(source);

    assertThat(failure.reason()).isEqualTo(Reason.LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n{{ ''.__class__ }}",
        "\n{{ ''['__class__'] }}",
        "\n{{ messages.__class__.__mro__ }}",
        "\n{{ messages|attr('__class__') }}",
        "\n{{ [messages]|map(attribute='__class__')|list }}",
        "\n{{ range.__globals__ }}",
        "\n{{ namespace(__class__=1) }}",
        "\n{{ messages|selectattr('_x')|list }}{{ ''._x }}",
        "\n{{ ''.getClass().forName('java.lang.Runtime') }}",
        "\n{{ messages.append(1) }}",
        "\n{{ messages.pop() }}",
        "\n{{ ''.format(1) }}",
        "\n{{ 9223372036854775807 + 1 }}",
        "\n{{ 10 ** 100 }}",
        "\n{{ '%c' % 60 }}"
      })
  void whatIsNotAllowedFailsAndNamesTheLine(String source) {
    ChatTemplateException failure = failure(source);

    assertThat(failure.reason()).isEqualTo(Reason.EVALUATION);
    assertThat(failure).hasMessageContaining("line 2");
    assertThat(failure.line()).isEqualTo(2);
  }

  @Test
  void nestingInTheSourceIsBounded() {
    int deep = 100_000;
    List<String> sources =
        List.of(
            "{{ " + "(".repeat(deep) + "1" + ")".repeat(deep) + " }}",
            "{{ " + "[".repeat(deep) + "]".repeat(deep) + " }}",
            "{{ " + "{1:".repeat(deep) + "1" + "}".repeat(deep) + " }}",
            "{{ " + "not ".repeat(deep) + "1 }}",
            "{{ " + "- ".repeat(deep) + "1 }}",
            "{{ " + "1 if 1 else ".repeat(deep / 2) + "1 }}",
            "{{ " + "a(".repeat(deep) + ")".repeat(deep) + " }}",
            "{{ " + "1 is eq(".repeat(deep / 2) + "1" + ")".repeat(deep / 2) + " }}",
            "{{ a" + "[a".repeat(deep) + "]".repeat(deep) + " }}",
            "{% if 1 %}".repeat(deep / 2) + "{% endif %}",
            "{% for " + "(".repeat(deep) + "x" + ")".repeat(deep) + " in y %}{% endfor %}",
            "{% set x %}".repeat(deep / 2));

    for (String source : sources) {
      assertThat(failure(source).reason()).isEqualTo(Reason.LIMIT);
    }
  }

  @Test
  void longChainsReachALimitNotTheEndOfTheStack() {
    int deep = 100_000;
    List<String> sources =
        List.of(
            "{{ 1" + "+1".repeat(deep) + " }}",
            "{{ 1" + "*1".repeat(deep) + " }}",
            "{{ 1" + "**1".repeat(deep) + " }}",
            "{{ 1" + " and 1".repeat(deep) + " }}",
            "{{ 1" + " or 1".repeat(deep) + " }}",
            "{{ 'a'" + "|e".repeat(deep) + " }}",
            "{{ 1" + " is odd".repeat(deep) + " }}",
            "{{ 1" + " if 1".repeat(deep) + " }}",
            "{{ [1]" + "[0]".repeat(deep) + " }}",
            "{{ messages" + ".a".repeat(deep) + " }}",
            "{{ range" + "(1)".repeat(deep) + " }}",
            "{% set x | e" + "|e".repeat(deep) + " %}{% endset %}");

    for (String source : sources) {
      assertThat(failure(source).reason()).isEqualTo(Reason.LIMIT);
    }
  }

  @Test
  void theDeepestAllowedTemplateFitsIntoASmallStack() throws InterruptedException {
    String nested = "(".repeat(95) + "m(n - 1)" + ")".repeat(95);
    String source =
        "{% macro m(n) %}{% if n > 0 %}{{ " + nested + " }}{% endif %}{% endmacro %}{{ m(999) }}";
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                render(source.replace("m(n - 1)", "[m(n - 1)]|map('e')|list|tojson"));
              } catch (ChatTemplateException failure) {
                thrown.set(failure);
              }
            },
            "small stack",
            512 * 1024);

    thread.setUncaughtExceptionHandler((_, failure) -> thrown.set(failure));
    thread.start();
    thread.join();

    assertThat(thrown.get()).isInstanceOf(ChatTemplateException.class);
  }

  @Test
  void aSourceOverTheLimitIsRefusedUnread() {
    String source = HALF_MILLION + HALF_MILLION + "x";

    assertThat(failure(source).reason()).isEqualTo(Reason.LIMIT);
    assertThat(render(HALF_MILLION)).isEqualTo(HALF_MILLION);
  }

  @Test
  void aRefusalCarriesTheTemplatesOwnWordsAndLine() {
    ChatTemplateException failure = failure("a\nb\n{{ raise_exception('roles must alternate') }}");

    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure).hasMessage("chat template, line 3: roles must alternate");
  }

  @Test
  void aRefusalNamesTheLineInsideOfAMacro() {
    ChatTemplateException failure =
        failure("{% macro m() %}\n\n{{ nope.x }}{% endmacro %}\n\n{{ m() }}");

    assertThat(failure).hasMessage("chat template, line 3: 'nope' is undefined, so it has no 'x'");
  }

  @Test
  void valuesThatAreNotJsonAreRefused() {
    Map<String, Object> fields = Map.of("x", Thread.currentThread());

    assertThatThrownBy(() -> new ChatMessage("user", "", fields))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Thread");
  }

  @Test
  void fieldsNestedTooDeepAreRefused() {
    Object nested = List.of();
    for (int i = 0; i < 100; i++) {
      nested = List.of(nested);
    }
    Map<String, Object> fields = Map.of("x", nested);

    assertThatThrownBy(() -> new ChatMessage("user", "", fields))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deep");
  }

  @Test
  void oneTemplateServesSeveralThreads() {
    ChatTemplate template =
        ChatTemplate.parse(
            "{% set n = namespace(t='') %}{% for m in messages %}{% set n.t = n.t + m.content %}"
                + "{% endfor %}{{ n.t }}",
            TemplateTokens.NONE);

    List<String> texts =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(
                i ->
                    template
                        .render(
                            List.of(new ChatMessage("user", "a" + i), new ChatMessage("user", "b")),
                            RenderOptions.FOR_REPLY)
                        .text())
            .toList();

    for (int i = 0; i < texts.size(); i++) {
      assertThat(texts.get(i)).isEqualTo("a" + i + "b");
    }
  }

  private static ChatTemplateException failure(String source) {
    ChatTemplateException failure =
        catchThrowableOfType(ChatTemplateException.class, () -> render(source));
    assertThat(failure).as(source.substring(0, Math.min(60, source.length()))).isNotNull();
    return failure;
  }

  private static String render(String source) {
    return ChatTemplate.parse(source, TemplateTokens.NONE)
        .render(List.of(new ChatMessage("user", "hi")), RenderOptions.FOR_REPLY)
        .text();
  }
}
