/** Tests of taking statements apart: the cases are tables in files. */
@NullMarked
package dev.oneoff.datafix.engine;

import org.jspecify.annotations.NullMarked;
