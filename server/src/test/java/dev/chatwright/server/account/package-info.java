/** Tests of accounts. */
@NullMarked
package dev.chatwright.server.account;

import org.jspecify.annotations.NullMarked;
