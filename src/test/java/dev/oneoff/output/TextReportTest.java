package dev.oneoff.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextReportTest {

    private static final String ATTACK = "a\u001b[31mb\r\nc\u202e\u009b";

    @Test
    void aTableIsAlignedUnderItsHeadings() {
        assertThat(new TextReport(0).lines(table("summary", "a", "a longer one")))
                .containsExactly("started at  summary", "a           a longer one");
    }

    @Test
    void onATerminalNoLineIsWiderThanIt() {
        List<String> lines = new TextReport(80).lines(table("summary", "run", "x".repeat(200)));

        assertThat(lines.get(1)).hasSize(80).endsWith("x…");
        assertThat(lines).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aRowThatComesAndAValueThatGoesAreCutAtTheirEnd() {
        assertThat(changes(45, new Section.Change(null, null, null, "order_id: 1, line_number: 4, product_id: 5")))
                .containsExactly("key    column  before    after", "(new)  (row)   (no row)  order_id: 1, line_n…");
        assertThat(changes(45, new Section.Change("7", "note", "Called twice, nobody there", "-")))
                .containsExactly(
                        "key  column  before                     after", "7    note    Called twice, nobody the…  -");
    }

    @Test
    void longValuesAreShownFromWhereTheyDiffer() {
        assertThat(changes(50, new Section.Change("7", "note", "x".repeat(40) + " old", "x".repeat(40) + " new")))
                .containsExactly("key  column  before             after", "7    note    …xxx old           …xxx new");
    }

    private static List<String> changes(int width, Section.Change change) {
        return new TextReport(width).lines(Report.of("", new Section.Changes("changes", List.of(change), "")));
    }

    @Test
    void aTableThatStacksTakesSeveralLinesForARowThatIsTooWide() {
        Section.Table table = new Section.Table(
                        "fixes",
                        List.of("id", "state", "by", "why"),
                        List.of(
                                List.of(
                                        "20261120_1015_lowercase_emails",
                                        "succeeded",
                                        "ada",
                                        "One two three four five six"),
                                Arrays.asList("20261121_short", "pending", null, "Seven"),
                                Arrays.asList("20261122_short", "pending", null, null)),
                        "")
                .stacking();

        assertThat(new TextReport(45).lines(Report.of("", table)))
                .containsExactly(
                        "id                              state",
                        "  by   why",
                        "20261120_1015_lowercase_emails  succeeded",
                        "  ada  One two three four five six",
                        "20261121_short                  pending",
                        "  -    Seven",
                        "20261122_short                  pending");
        assertThat(new TextReport(0).lines(Report.of("", table)))
                .contains("20261121_short                  pending    -    Seven");
        assertThat(new TextReport(24).lines(Report.of("", table)))
                .contains(
                        "20261120_1015_lowercase_", "emails", "  succeeded  ada", "  One two three four", "  five six");
    }

    @Test
    void ofADocumentAsMuchIsShownAsTells() {
        Section table = new Section.Table(
                "rejects",
                List.of("id", "value", "why"),
                List.of(
                        Arrays.asList("1", new Section.Excerpt("x".repeat(1_000_000)), "y".repeat(200)),
                        Arrays.asList("2", new Section.Excerpt("x".repeat(100)), "b"),
                        Arrays.asList("3", new Section.Excerpt("x".repeat(98) + "\uD83D\uDE00xx"), "b")),
                "");
        assertThat(new TextReport(0).lines(Report.of("", table)))
                .contains(
                        "1   " + "x".repeat(99) + "…  " + "y".repeat(200),
                        "2   " + "x".repeat(100) + "  b",
                        "3   " + "x".repeat(98) + "…   b");
    }

    @Test
    void elsewhereNothingIsCutOff() {
        assertThat(new TextReport(0)
                        .lines(table("summary", "run", "x".repeat(200)))
                        .get(1))
                .endsWith("x".repeat(200));
    }

    @Test
    void controlCharactersOfDataAreWrittenOut() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("list", List.of(ATTACK));
        Report report = Report.of(
                ATTACK,
                new Section.Facts("facts", facts),
                new Section.Table("rows", List.of("text"), List.of(List.of(ATTACK)), ""),
                new Section.Scripts(
                        "scripts",
                        List.of(new Section.Script(ATTACK, List.of("SELECT '" + ATTACK + "'"), List.of(ATTACK)))));

        assertThat(String.join("", new TextReport(80).lines(report)))
                .doesNotContainPattern("[\\p{Cntrl}\\u009b\\u202e]")
                .contains("a\\u001b[31mb\\r\\nc\\u202e\\u009b");
    }

    @Test
    void aLineOfAScriptStaysALine() {
        Report report = Report.of(
                "",
                new Section.Scripts(
                        "scripts", List.of(new Section.Script("x", List.of("SELECT 1\nFROM t"), List.of()))));

        assertThat(new TextReport(0).lines(report)).containsExactly("-- x", "SELECT 1", "FROM t;");
    }

    @Test
    void valuesReadLikeWords() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("startedAt", Instant.parse("2026-11-20T10:00:00.123Z"));
        facts.put("seconds", Duration.ofMillis(1234));
        facts.put("protected", true);
        facts.put("unsaid", null);

        assertThat(new TextReport(0).lines(Report.of("Done.", new Section.Facts("facts", facts))))
                .containsExactly(
                        "started at  2026-11-20T10:00:00Z", "seconds     1.234", "protected   yes", "", "Done.");
    }

    @Test
    void anEmptyTableSaysWhatThatMeans() {
        Report report =
                Report.of("", new Section.Table("runs", List.of("run"), List.of(), "Nothing was run here yet."));

        assertThat(new TextReport(0).lines(report)).containsExactly("Nothing was run here yet.");
    }

    private static Report table(String last, String first, String second) {
        return Report.of(
                "", new Section.Table("rows", List.of("startedAt", last), List.of(Arrays.asList(first, second)), ""));
    }
}
