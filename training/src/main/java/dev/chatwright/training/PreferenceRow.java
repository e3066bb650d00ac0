package dev.chatwright.training;

import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.training.data.Place;
import java.util.List;

/**
 * Two conversations that are compared.
 *
 * <p>Immutable.
 *
 * @param place where they stand
 * @param first one with the better reply, or with the one that was rated
 * @param second one with the worse reply; the prompt alone, until a reply is put to it
 * @param good whether the first reply was found good; true for pairs
 */
record PreferenceRow(
    Place place, List<ChatMessage> first, List<ChatMessage> second, boolean good) {}
