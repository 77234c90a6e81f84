package dev.oneoff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "migrate --dry-run > migrate --dry-run",
                "--output json status > status --output json",
                "--output=json --verbose status --check > status --output=json --verbose --check",
                "-C app migrate --count 1 > migrate -C app --count 1",
                "-C migrate status > status -C migrate",
                "--actor ada --ticket T-1 --lock-wait 5s migrate > migrate --actor ada --ticket T-1 --lock-wait 5s",
                "--verbose migrat > --verbose migrat",
                "--help migrate > --help migrate",
                "-- migrate > -- migrate",
                "--output json > --output json",
                "--output > --output",
            })
    void whatStandsBeforeTheCommandIsReadAsIfItStoodBehindIt(String given, String read) {
        assertThat(String.join(" ", Commands.commandFirst(given.split(" ", -1))))
                .isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"import x.csv, true", "import x.csv --rejects x.rejects.csv, true", "import x.csv --rejects -, false"})
    void theLogOfAnImportIsNotOnStdoutWhereItsRejectedRowsAre(String line, boolean onStdout) {
        CommandLine root = Commands.reader(line.split(" ", -1));
        Action action = root.parseArgs(line.split(" ", -1))
                .subcommand()
                .commandSpec()
                .commandLine()
                .getCommand();

        assertThat(action.logIsTheAnswer()).isEqualTo(onStdout);
        assertThat(action.rowsOnStdout()).isEqualTo(!onStdout);
    }

    /** The second text of an option would stand left of what is left over of the first; a synopsis breaks names apart. */
    @ParameterizedTest
    @ValueSource(strings = {"import", "export"})
    void theHelpStandsInLinesThatReadWell(String command) {
        CommandLine line = Optional.ofNullable(
                        Commands.reader(command).getSubcommands().get(command))
                .orElseThrow();
        assertThat(line.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description()).hasSizeLessThan(2));
        assertThat(line.getUsageMessage().lines())
                .allSatisfy(
                        each -> assertThat(each).hasSizeLessThanOrEqualTo(80).doesNotContain("[,"));
    }
}
