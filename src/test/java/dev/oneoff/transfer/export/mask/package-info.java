@NullMarked
package dev.oneoff.transfer.export.mask;

import org.jspecify.annotations.NullMarked;
