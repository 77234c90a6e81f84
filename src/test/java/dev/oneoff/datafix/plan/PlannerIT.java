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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerIT {

    private static TestDatabase database;
    private static Session session;

    @BeforeAll
    static void prepare() throws SQLException, IOException {
        database = TestDatabase.create();
        database.execute(Planned.schema("schema.sql"));
        // What cannot write can plan: dry runs do.
        session = Planned.at(database.url(), Path.of("")).openReadOnly("oneoff/test/datafix");
    }

    @AfterAll
    static void drop() throws SQLException {
        session.close();
        database.close();
    }

    static List<Case> planned() {
        return CaseFile.read(PlannerIT.class, "planned.txt");
    }

    static List<Case> rejected() {
        return CaseFile.read(PlannerIT.class, "rejected.txt");
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT id FROM users | users; DROP TABLE users | table() returns users; DROP TABLE users, which is no name of a table
                    SELECT id FROM users | user | there is no table user
                    SELECT a FROM bare | bare | the table public.bare has no key by which its rows are found again
                    SELECT id, name FROM users | users | find selects 2 columns, and the key of public.users is [id]
                    """)
    void rejectsATableThatTheKeysOfAFixInJavaCannotBeThoseOf(String find, String table, String what) {
        OneoffException rejected =
                catchThrowableOfType(OneoffException.class, () -> Planned.plan(session, find, table));

        assertThat(rejected).as("it was planned").isNotNull();
        assertThat(rejected.kind()).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(rejected.failure().title()).isEqualTo("class shop.Code, line 3: " + what);
    }

    @Test
    void isDeniedWhereTheRoleMayNotChangeAllRows() throws SQLException {
        String url = database.urlOfRoleWith("secret");
        database.execute("GRANT SELECT, UPDATE ON secrets, hidden TO " + database.name());
        try (Session role = Planned.at(url, Path.of("")).open("oneoff/test/datafix")) {
            OneoffException hidden = denied(role, "UPDATE secrets SET a = 1 WHERE a = 2;");
            OneoffException bare = denied(role, "UPDATE hidden SET a = 1 WHERE a = 2;");
            OneoffException forbidden = denied(role, "UPDATE letters SET text = 'a' WHERE text = 'b';");

            assertThat(hidden.failure().title())
                    .isEqualTo("fix.sql, line 2: the policy own may hide rows of public.secrets from this role");
            assertThat(bare.failure().title())
                    .isEqualTo(
                            "fix.sql, line 2: row-level security without a policy hides all rows of public.hidden from"
                                    + " this role");
            assertThat(forbidden.failure().title()).contains("permission denied for table letters");
        } finally {
            database.execute("REVOKE ALL ON secrets, hidden FROM " + database.name());
        }
    }

    private static OneoffException denied(Session role, String statement) {
        OneoffException denied =
                catchThrowableOfType(OneoffException.class, () -> Planned.plan(role, "-- fix: why\n" + statement));
        assertThat(denied.kind()).isEqualTo(FailureKind.DENIED);
        return denied;
    }
}
