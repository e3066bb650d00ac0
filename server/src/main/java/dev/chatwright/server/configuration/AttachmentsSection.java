package dev.chatwright.server.configuration;

import java.util.List;

/**
 * What may be attached. Immutable.
 *
 * @param maxBytes the largest file that can be attached
 * @param maxSeconds how long reading an attached file may take
 * @param allowed the kinds of files that can be attached
 */
public record AttachmentsSection(long maxBytes, int maxSeconds, List<String> allowed) {}
