package dev.oneoff.datafix.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.sql.Identifier;
import dev.oneoff.sql.SqlScript;
import dev.oneoff.support.CaseFile;
import dev.oneoff.support.CaseFile.Case;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TakingTest {

    static List<Case> taken() {
        return CaseFile.read(TakingTest.class, "taken.txt");
    }

    static List<Case> refused() {
        return CaseFile.read(TakingTest.class, "refused.txt");
    }

    @ParameterizedTest
    @MethodSource("taken")
    void knowsWhatAStatementDoesAndCanRestrictIt(Case given) {
        Change change = taking(given);

        assertThat(describe(change)).isEqualTo(given.expected().get(0).text());
        assertThat(change.restricted("id = ANY(?)"))
                .isEqualTo(given.expected().get(1).text());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatItCannotRunInBatchesWithItsLineAndWhatToWriteInstead(Case given) {
        OneoffException refused = catchThrowableOfType(OneoffException.class, () -> taking(given));

        assertThat(refused).as("it was taken").isNotNull();
        assertThat(refused.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(refused.failure().title() + "\n" + refused.failure().hint())
                .isEqualTo(given.expected().get(0).text());
    }

    private static Change taking(Case given) {
        return Taking.apart(SqlScript.statements(given.input()).get(0), "fix.sql");
    }

    private static String describe(Change change) {
        StringBuilder text =
                new StringBuilder(change.form() + " " + change.table().item());
        change.driver().ifPresent(driver -> text.append("\ndriver ").append(driver.item()));
        if (!change.columns().isEmpty()) {
            text.append("\ncolumns ")
                    .append(change.columns().stream().map(Identifier::name).collect(Collectors.joining(", ")));
        }
        change.assignments().ifPresent(span -> text.append("\nsets ").append(span.text()));
        change.others().ifPresent(span -> text.append("\nothers ").append(span.text()));
        text.append("\nwhere ").append(change.condition().text());
        change.tail().ifPresent(span -> text.append("\nthen ").append(span.text()));
        return text.toString();
    }
}
