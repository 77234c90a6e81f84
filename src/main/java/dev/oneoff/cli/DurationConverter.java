package dev.oneoff.cli;

import dev.oneoff.config.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 30d}. */
final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return DurationText.read(text)
                .orElseThrow(
                        () -> new TypeConversionException("'" + text + "' is not a time; write " + DurationText.FORMS));
    }
}
