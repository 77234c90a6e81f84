package dev.oneoff.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.CaseFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatementTest {

    static List<String[]> transactions() {
        return CaseFile.readLines(StatementTest.class, "transactions.txt");
    }

    static List<String[]> repeatable() {
        return CaseFile.readLines(StatementTest.class, "repeatable.txt");
    }

    static List<String[]> unlocks() {
        return CaseFile.readLines(StatementTest.class, "unlocks.txt");
    }

    static List<String[]> copies() {
        return CaseFile.readLines(StatementTest.class, "copies.txt");
    }

    static List<String[]> indexes() {
        return CaseFile.readLines(StatementTest.class, "concurrent-indexes.txt");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("transactions")
    void knowsWhatBeginsOrEndsATransaction(String expected, String sql) {
        assertThat(statement(sql).controlsTransaction()).isEqualTo(expected.equals("yes"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("repeatable")
    void knowsWhatMayBeRepeated(String expected, String sql) {
        assertThat(statement(sql).isRepeatable()).isEqualTo(expected.equals("yes"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("unlocks")
    void knowsWhatFreesAllLocksOfTheSession(String expected, String sql) {
        assertThat(statement(sql).freesAllLocks()).isEqualTo(expected.equals("yes"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("copies")
    void knowsACopyThatReadsFromTheClient(String expected, String sql) {
        assertThat(statement(sql).isCopyFromStdin()).isEqualTo(expected.equals("yes"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("indexes")
    void readsWhatIsDoneConcurrently(String expected, String sql) {
        String found =
                statement(sql).concurrentIndex().map(StatementTest::describe).orElse("no");

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void beginsWithKeywordsWhateverStandsBetweenThem() {
        Statement statement = statement("alter /* the */ table users add column age int");

        assertThat(statement.startsWith("ALTER", "TABLE")).isTrue();
        assertThat(statement.startsWith("ALTER", "INDEX")).isFalse();
    }

    private static String describe(ConcurrentIndex index) {
        return index.action()
                + (index.isTolerant() ? " tolerant" : "")
                + index.index().map(name -> " index " + name.quoted()).orElse("")
                + index.table().map(name -> " table " + name.quoted()).orElse("");
    }

    private static Statement statement(String sql) {
        return SqlScript.statements(sql).get(0);
    }
}
