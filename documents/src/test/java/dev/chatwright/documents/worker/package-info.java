@NullMarked
package dev.chatwright.documents.worker;

import org.jspecify.annotations.NullMarked;
