package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @ParameterizedTest
  @ValueSource(floats = {-0.1f, 100.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void temperatureOutOfRangeIsRefusedByName(float value) {
    assertThatThrownBy(() -> SamplingOptions.DEFAULT.withTemperature(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("temperature must be 0.0 to 100.0")
        .hasMessageContaining(String.valueOf(value));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, 1.01f, Float.NaN})
  void sharesOutOfRangeAreRefusedByName(float value) {
    assertThatThrownBy(() -> Truncation.NONE.withTopP(value)).hasMessageContaining("top-p");
    assertThatThrownBy(() -> Truncation.NONE.withTypicalP(value)).hasMessageContaining("typical-p");
  }

  @ParameterizedTest
  @ValueSource(floats = {-2.5f, 2.5f, Float.NaN})
  void penaltiesOutOfRangeAreRefusedByName(float value) {
    assertThatThrownBy(() -> LogitAdjustments.NONE.withPresencePenalty(value))
        .hasMessageContaining("presence penalty");
    assertThatThrownBy(() -> LogitAdjustments.NONE.withFrequencyPenalty(value))
        .hasMessageContaining("frequency penalty");
  }

  @Test
  void keysAndValuesAreHalfFloatsUnlessSaidOtherwise() {
    EngineOptions floats = EngineOptions.DEFAULT.withCacheType(CacheType.F32);

    assertThat(EngineOptions.DEFAULT.cacheType()).isEqualTo(CacheType.F16);
    assertThat(floats.withThreads(2).withKernels("vector").withParallel(3).cacheType())
        .isEqualTo(CacheType.F32);
    assertThat(CacheType.F32.label()).isEqualTo("f32");
  }

  @Test
  void otherValuesOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> Truncation.NONE.withTopK(-1)).hasMessageContaining("top-k");
    assertThatThrownBy(() -> Truncation.NONE.withMinP(Float.NaN)).hasMessageContaining("min-p");
    assertThatThrownBy(() -> new DynamicTemperature(Float.NaN, 1))
        .hasMessage("dynamic temperature range must be 0.0 to 100.0, got NaN");
    assertThatThrownBy(() -> new DynamicTemperature(1, 0))
        .hasMessage("dynamic temperature exponent must be 0.01 to 100.0, got 0.0");
    assertThatThrownBy(() -> new Xtc(1.5f, 0))
        .hasMessage("xtc threshold must be 0.0 to 1.0, got 1.5");
    assertThatThrownBy(() -> new Xtc(0.1f, Float.NaN))
        .hasMessage("xtc probability must be 0.0 to 1.0, got NaN");
    assertThatThrownBy(() -> new Mirostat(-1, 0.1f))
        .hasMessage("mirostat tau must be 0.0 to 20.0, got -1.0");
    assertThatThrownBy(() -> new Mirostat(5, 1.5f))
        .hasMessage("mirostat eta must be 0.0 to 1.0, got 1.5");
    assertThatThrownBy(() -> Truncation.NONE.withTopNSigma(-0.5f))
        .hasMessage("top-n-sigma must be 0.0 to 100.0, got -0.5");
    assertThatThrownBy(() -> LogitAdjustments.NONE.withRepetitionPenalty(0))
        .hasMessageContaining("repetition penalty must be 0.01 to 100.0");
    assertThatThrownBy(() -> LogitAdjustments.NONE.withLogitBias(Map.of(7, 101f)))
        .hasMessageContaining("bias of token 7");
    assertThatThrownBy(() -> LogProbabilityOptions.ofReply(21)).hasMessageContaining("20");
    assertThatThrownBy(() -> EngineOptions.DEFAULT.withThreads(0)).hasMessageContaining("threads");
  }

  @Test
  void sequencesThatCannotBeLookedForAreRefusedByName() {
    List<String> none = List.of();
    assertThatThrownBy(() -> new Dry(-1, 1.75f, 2, -1, none))
        .hasMessage("dry multiplier must be 0.0 to 100.0, got -1.0");
    assertThatThrownBy(() -> new Dry(1, 0.9f, 2, -1, none))
        .hasMessage("dry base must be 1.0 to 10.0, got 0.9");
    assertThatThrownBy(() -> new Dry(1, 1.75f, 0, -1, none))
        .hasMessage("dry allowed length must be 1 to 10000, got 0");
    assertThatThrownBy(() -> new Dry(1, 1.75f, 2, -2, none))
        .hasMessage("dry range must be at least 0, or -1 for all, got -2");
    assertThatThrownBy(() -> new Dry(1, 1.75f, 2, -1, Collections.nCopies(33, "x")))
        .hasMessage("at most 32 dry sequence breakers, got 33");
    assertThatThrownBy(() -> new Dry(1, 1.75f, 2, -1, List.of("")))
        .hasMessage("a dry sequence breaker has 1 to 40 letters, got 0");
  }

  @Test
  void ordersThatCannotBeAreRefused() {
    assertThatThrownBy(() -> SamplingOrder.of(List.of("top_q")))
        .hasMessageEndingWith("top_p, min_p, xtc, got top_q");
    assertThatThrownBy(() -> SamplingOrder.of(List.of("top_k", "typ_p", "typical_p")))
        .hasMessage("the order of sampling names each step once, got typical_p twice");
    assertThatThrownBy(() -> SamplingOrder.of(List.of("top_k", "dry")))
        .hasMessage("in the order of sampling, penalties and dry come first, got dry later");
  }

  @Test
  void requestsOutOfRangeAreRefused() {
    GenerationRequest request = GenerationRequest.of(new int[] {1});

    assertThatThrownBy(() -> GenerationRequest.of(new int[0]))
        .isInstanceOf(EmptyPromptException.class);
    assertThatThrownBy(() -> request.withMaxTokens(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> request.withStop(List.of(""))).hasMessageContaining("stop");
    assertThatThrownBy(() -> request.withStop(Collections.nCopies(65, "x")))
        .hasMessageContaining("65");
  }

  @Test
  void aRequestNeverPrintsItsPrompt() {
    assertThat(GenerationRequest.of(new int[] {987654}).toString()).doesNotContain("987654");
  }

  @Test
  void ratesLeaveOutWhatWasNotComputed() {
    Usage usage =
        new Usage(110, 10, 21, java.time.Duration.ofSeconds(2), java.time.Duration.ofSeconds(4));

    assertThat(usage.prefillTokensPerSecond()).isEqualTo(50);
    assertThat(usage.decodeTokensPerSecond()).isEqualTo(5);
  }
}
