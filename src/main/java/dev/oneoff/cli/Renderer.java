package dev.oneoff.cli;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.output.Envelope;
import dev.oneoff.output.JsonEnvelope;
import dev.oneoff.output.Report;
import dev.oneoff.output.TextReport;
import dev.oneoff.progress.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes an answer or a failure, and says the exit code.
 *
 * @param json whether one object on stdout is wanted
 * @param command the command's word, empty when it could not be told
 */
record Renderer(Streams streams, boolean json, String command) {

    int failure(Failure failure) {
        return failure(failure, Optional.empty());
    }

    int failure(Failure failure, Invocation invocation) {
        return failure(failure, Optional.of(invocation));
    }

    private int failure(Failure failure, Optional<Invocation> invocation) {
        Optional<String> run = failure.facts().stream()
                .filter(fact -> fact.name().equals("run"))
                .map(Failure.Fact::value)
                .findFirst();
        return write(
                new Envelope(
                        command,
                        run,
                        invocation.flatMap(Invocation::release),
                        invocation.flatMap(Invocation::place),
                        false,
                        Optional.empty(),
                        List.of(),
                        Optional.of(failure)),
                false);
    }

    int answer(Answer answer, Invocation invocation) {
        return write(
                new Envelope(
                        command,
                        answer.run(),
                        invocation.release(),
                        invocation.place(),
                        answer.dryRun(),
                        Optional.of(answer.report()),
                        answer.warnings(),
                        answer.failure()),
                answer.shown());
    }

    private int write(Envelope envelope, boolean shown) {
        if (json) {
            streams.out().println(JsonEnvelope.render(envelope));
        } else {
            if (!shown) {
                envelope.report().ifPresent(this::text);
                envelope.warnings().forEach(warning -> streams.err().println("warning: " + Journal.printable(warning)));
            }
            streams.out().flush();
            // Nobody is there to be told; other programs end in silence, too.
            envelope.failure()
                    .filter(failure -> failure.kind() != FailureKind.PIPE_CLOSED)
                    .ifPresent(this::explain);
        }
        streams.out().flush();
        streams.err().flush();
        return envelope.failure().map(failure -> failure.kind().exitCode()).orElse(0);
    }

    private void text(Report report) {
        new TextReport(streams.terminal().columns()).lines(report).forEach(streams.out()::println);
    }

    private void explain(Failure failure) {
        List<String> lines = new ArrayList<>();
        lines.add("oneoff: " + Journal.printable(failure.title()));
        for (Failure.Fact fact : failure.facts()) {
            List<String> value = fact.value().lines().map(Journal::printable).toList();
            if (value.size() == 1) {
                lines.add("  " + fact.name() + ": " + value.get(0));
            } else {
                lines.add("  " + fact.name() + ":");
                value.forEach(line -> lines.add("    " + line));
            }
        }
        if (!failure.hint().isEmpty()) {
            lines.add("next: " + Journal.printable(failure.hint()));
        }
        lines.forEach(streams.err()::println);
    }
}
