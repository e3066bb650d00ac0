package dev.chatwright.server.persona;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * One version of a persona.
 *
 * <p>Immutable.
 *
 * @param id the persona
 * @param versionId the row of this version, which replies point to
 * @param version counts from 1
 * @param own whether the one who asks may change it
 * @param forTeam whether everybody may use it
 * @param createdAt when this version was made, in milliseconds since 1970
 * @param body what it is
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Persona(
    String id,
    @JsonIgnore String versionId,
    int version,
    boolean own,
    boolean forTeam,
    long createdAt,
    @JsonUnwrapped PersonaBody body) {}
