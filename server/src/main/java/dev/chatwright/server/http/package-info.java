/**
 * What every HTTP feature shares: strict JSON, errors in OpenAI's shape, event streams, request
 * ids.
 */
@NullMarked
package dev.chatwright.server.http;

import org.jspecify.annotations.NullMarked;
