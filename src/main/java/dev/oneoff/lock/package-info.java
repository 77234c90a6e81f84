/** One process at a time: {@code tryAcquire} answers an Optional of a closeable {@link dev.oneoff.lock.HeldLock}. */
@NullMarked
package dev.oneoff.lock;

import org.jspecify.annotations.NullMarked;
