package dev.oneoff.rows.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RawRecordsTest {

    private static final String[] PIECES = {"a", ",", "\"", "\n", "\r", "\r\n", "\\", "é", "😀", " ", "\\N", "''"};

    @Test
    void recordsEndAtLineEndsOutsideQuotesAndKnowTheirLine() throws IOException {
        assertThat(records("a,b\r\n\"c\r\nd\",e\n\n\nf,\rg,h"))
                .containsExactly(
                        new RawRecord(1, "a,b"),
                        new RawRecord(2, "\"c\r\nd\",e"),
                        new RawRecord(6, "f,"),
                        new RawRecord(7, "g,h"));
    }

    @Test
    void aStrayQuoteIsAnErrorInItsOwnLine() {
        assertThatThrownBy(() -> records("a,b\nc\"d,e\nf,g"))
                .hasMessage("line 2: a quote inside a field that does not begin with one");
        assertThatThrownBy(() -> records("a\n\"b\"c,d")).hasMessage("line 2: text after the quote that closes a field");
        assertThatThrownBy(() -> records("a\nb,\"c\nd\ne")).hasMessage("line 2: a quote that is never closed");
    }

    @Test
    void aRecordThatNeverEndsIsAnErrorBeforeItFillsTheMemory() {
        String text = "a\nb," + "x".repeat(16 << 20);
        assertThatThrownBy(() -> records(text)).hasMessage("line 2: a record of more than 16 Mi characters");
        assertThatThrownBy(() -> records(text.replace("b,", "\"")))
                .hasMessage("line 2: a record of more than 16 Mi characters");
    }

    @Test
    void nothingBetweenSeparatorsIsNullAndTwoQuotesAreTheEmptyText() throws IOException {
        assertThat(fields("a,,\"\",\n")).isEqualTo(List.of(values("a", null, "", null)));
        assertThat(fields("\"\"\"\",\" \", x ")).isEqualTo(List.of(values("\"", " ", " x ")));
    }

    @Test
    void whatIsWrittenByTheRulesIsReadAsItWas() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            int columns = 1 + random.nextInt(4);
            for (int row = 0; row <= random.nextInt(4); row++) {
                List<@Nullable String> values = new ArrayList<>();
                for (int column = 0; column < columns; column++) {
                    @Nullable String value = value(random, columns);
                    values.add(value);
                    text.append(column == 0 ? "" : ",").append(value == null ? "" : written(value));
                }
                rows.add(values);
                text.append(random.nextBoolean() ? "\n" : "\r\n");
            }
            assertThat(fields(text.toString())).as("%s", text).isEqualTo(rows);
        }
    }

    /** A single column that is NULL would be an empty line, which is none. */
    private static @Nullable String value(Random random, int columns) {
        if (columns > 1 && random.nextInt(6) == 0) {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (int piece = random.nextInt(6); piece > 0; piece--) {
            value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return value.toString();
    }

    private static String written(String value) {
        boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
    }

    private static List<@Nullable String> values(@Nullable String... values) {
        return new ArrayList<>(java.util.Arrays.asList(values));
    }

    private static List<List<@Nullable String>> fields(String text) throws IOException {
        Fields fields = new Fields(',');
        return records(text).stream()
                .<List<@Nullable String>>map(record -> new ArrayList<>(fields.of(record)))
                .toList();
    }

    private static List<RawRecord> records(String text) throws IOException {
        RawRecords reader = new RawRecords(new StringReader(text), ',');
        List<RawRecord> records = new ArrayList<>();
        for (Optional<RawRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
            records.add(next.get());
        }
        return records;
    }
}
