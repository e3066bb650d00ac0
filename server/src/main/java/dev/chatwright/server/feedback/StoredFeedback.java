package dev.chatwright.server.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Feedback with all that is known of the reply it is about, so that it can be learnt from later
 * even when the model is gone.
 *
 * <p>Immutable.
 *
 * @param feedback what the person said
 * @param model the model that wrote the reply
 * @param personaVersionId the persona it wrote as
 * @param details how the reply came to be: sampling, hashes of model and prompt, usage, as JSON
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record StoredFeedback(
    Feedback feedback, Optional<String> model, Optional<String> personaVersionId, String details) {}
