/** Tests of the one place that decides who may ask for what. */
@NullMarked
package dev.chatwright.server.security;

import org.jspecify.annotations.NullMarked;
