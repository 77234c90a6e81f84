package dev.oneoff.cli;

import dev.oneoff.Oneoff;
import dev.oneoff.config.DatabaseAddress;
import dev.oneoff.config.Environment;
import dev.oneoff.config.Flags;
import dev.oneoff.config.Settings;
import dev.oneoff.output.Envelope;
import dev.oneoff.progress.Journal;
import dev.oneoff.progress.Line;
import dev.oneoff.run.Cancellation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of one command: its surroundings, and the settings once they are asked for. For one thread. */
final class Invocation {

    private final Environment environment;
    private final Streams streams;
    private final CommonOptions common;
    private final Cancellation cancellation;
    private @Nullable Settings settings;
    private @Nullable Oneoff oneoff;

    Invocation(Environment environment, Streams streams, CommonOptions common, Cancellation cancellation) {
        this.environment = environment;
        this.streams = streams;
        this.common = common;
        this.cancellation = cancellation;
    }

    Environment environment() {
        return environment;
    }

    Streams streams() {
        return streams;
    }

    CommonOptions common() {
        return common;
    }

    /** Returns the façade, for a command that does not read the changelog. */
    Oneoff oneoff() {
        return oneoff(null);
    }

    /** Returns the façade; reads the configuration at the first call, and says what is worth saying about it. */
    Oneoff oneoff(@Nullable ChangelogOptions changelog) {
        if (oneoff == null) {
            Flags flags = new Flags(
                    Optional.ofNullable(common.folder),
                    Optional.ofNullable(common.actor),
                    Optional.ofNullable(common.ticket),
                    common.allowPooler,
                    Optional.ofNullable(changelog).map(options -> options.contexts),
                    Optional.ofNullable(changelog).map(options -> options.labels));
            settings = Settings.load(environment, flags);
            Journal journal = Journal.open(line());
            settings.notices().forEach(journal::say);
            settings.warnings().forEach(journal::warn);
            oneoff = Oneoff.of(environment, settings, cancellation, journal);
        }
        return oneoff;
    }

    private Optional<Line> line() {
        int columns = streams.terminal().columns();
        return streams.terminal().drawable() && !common.quiet
                ? Optional.of(new TerminalLine(streams.err(), columns > 0 ? columns : 80))
                : Optional.empty();
    }

    /** Returns the settings; the façade must have been asked for. */
    Settings settings() {
        if (settings == null) {
            throw new IllegalStateException("the façade was not asked for yet");
        }
        return settings;
    }

    /** Asks a person for one line; empty where nobody can answer. */
    Optional<String> ask(String question) {
        if (!streams.terminal().interactive()) {
            return Optional.empty();
        }
        streams.err().print(question);
        streams.err().flush();
        return streams.terminal().readLine().map(String::strip).filter(line -> !line.isEmpty());
    }

    /** Returns where the database is, as far as it is known yet. */
    Optional<Envelope.Place> place() {
        return Optional.ofNullable(settings).map(known -> {
            DatabaseAddress address = known.database();
            return new Envelope.Place(address.host(), address.name(), address.user());
        });
    }

    /** Returns the release, as far as it is known yet. */
    Optional<String> release() {
        return Optional.ofNullable(settings).map(known -> known.release().id());
    }
}
