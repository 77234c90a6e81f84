package dev.oneoff.datafix.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.database.Session;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.CaseFile;
import dev.oneoff.support.CaseFile.Case;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerEmbeddedIT {

    @TempDir
    private static Path folder;

    private static Session session;

    @BeforeAll
    static void prepare() throws SQLException, IOException {
        TestDatabase database = TestDatabase.h2(folder);
        database.execute(Planned.schema("h2-schema.sql"));
        session = Planned.at(database.url(), folder).open("oneoff/test/datafix");
    }

    @AfterAll
    static void close() {
        session.close();
    }

    static List<Case> planned() {
        return CaseFile.read(PlannerEmbeddedIT.class, "h2-planned.txt");
    }

    static List<Case> rejected() {
        return CaseFile.read(PlannerEmbeddedIT.class, "h2-rejected.txt");
    }

    @ParameterizedTest
    @MethodSource("planned")
    void knowsTheTableTheKeyTheColumnsAndWhatWillAct(Case given) {
        assertThat(Planned.describe(session, given))
                .isEqualTo(given.expected().get(0).text());
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void rejectsAtItsLineWhatCannotBeDoneInBatches(Case given) {
        OneoffException rejected = catchThrowableOfType(OneoffException.class, () -> Planned.describe(session, given));

        assertThat(rejected).as("it was planned").isNotNull();
        assertThat(rejected.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(rejected.failure().title() + "\n" + rejected.failure().hint())
                .isEqualTo(given.expected().get(0).text());
    }

    @Test
    void rejectsAFixInJava() {
        OneoffException rejected = catchThrowableOfType(
                OneoffException.class, () -> Planned.plan(session, "SELECT id FROM users", "users"));

        assertThat(rejected).as("it was planned").isNotNull();
        assertThat(rejected.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(rejected.failure().title())
                .isEqualTo("class shop.Code, line 1: a fix in Java is not run on the embedded database");
    }
}
