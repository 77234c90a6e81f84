package dev.oneoff.datafix.preview;

import dev.oneoff.datafix.engine.Counted;
import dev.oneoff.datafix.script.Header.Effects;
import java.util.Optional;

/**
 * What a class would be called with.
 *
 * @param className of the application
 * @param count how many keys there are
 * @param kept whose rows are kept; empty when it cannot be reverted
 */
public record CodePreview(String className, Counted count, Effects effects, Optional<String> kept) {}
