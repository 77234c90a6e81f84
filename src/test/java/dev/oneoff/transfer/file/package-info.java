@NullMarked
package dev.oneoff.transfer.file;

import org.jspecify.annotations.NullMarked;
