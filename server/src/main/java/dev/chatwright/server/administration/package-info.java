/** What administrators look after: people, invitations, the server's health. */
@NullMarked
package dev.chatwright.server.administration;

import org.jspecify.annotations.NullMarked;
