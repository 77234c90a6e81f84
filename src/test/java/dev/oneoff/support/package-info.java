/** What tests share: a database of their own, and the launcher run as the process that a user starts. */
@NullMarked
package dev.oneoff.support;

import org.jspecify.annotations.NullMarked;
