/** Tests of taking statements apart: the cases are tables in files. */
@NullMarked
package dev.oneoff.datafix.statement;

import org.jspecify.annotations.NullMarked;
