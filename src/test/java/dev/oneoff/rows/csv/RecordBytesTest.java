package dev.oneoff.rows.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.rows.Flaw;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordBytesTest {

    private static final int LONGEST = 1 << 20;
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
    void aStrayQuoteIsAFlawOfItsOwnRecord() throws IOException {
        assertThat(flaws("a,b\nc\"d,e\nf,g"))
                .containsExactly("1 a,b", "2 c\"d,e: a quote inside a field that does not begin with one", "3 f,g");
        assertThat(flaws("a\n\"b\"c,d\ne"))
                .containsExactly("1 a", "2 \"b\"c,d: text after the quote that closes a field", "3 e");
    }

    @Test
    void aQuoteThatIsNeverClosedIsAnErrorInTheLineThatOpensIt() {
        assertThatThrownBy(() -> flaws("a\nb,\"c\nd\ne")).hasMessage("line 2: a quote that is never closed");
    }

    @Test
    void bytesThatAreNoTextAreAFlaw() throws IOException {
        RecordBytes records = reader(new byte[] {'a', '\n', 'b', (byte) 0xe9, '\n', 0, '\n', 'c'});
        List<String> flaws = new ArrayList<>();
        while (records.next()) {
            flaws.add(records.flaw().map(Flaw::reason).orElse(""));
        }
        assertThat(flaws).containsExactly("", "bytes that are not UTF-8", "a NUL character", "");
    }

    @Test
    void aRecordKnowsItsFieldsAndItsLine() throws IOException {
        String text = "é,b\r\n\r\n\"x\r\n,\",,\n";
        RecordBytes records = reader(text.getBytes(StandardCharsets.UTF_8));

        assertThat(records.next()).isTrue();
        assertThat(records.fields()).isEqualTo(2);
        assertThat(records.next()).isTrue();
        assertThat(records.line()).isEqualTo(3);
        assertThat(records.fields()).isEqualTo(3);
        assertThat(records.next()).isFalse();
    }

    @Test
    void aRecordThatNeverEndsIsAnErrorBeforeItFillsTheMemory() {
        String text = "a\nb," + "x".repeat(LONGEST + 1);
        assertThatThrownBy(() -> records(text)).hasMessage("line 2: a record of more than 1,048,576 bytes");
        assertThatThrownBy(() -> records(text.replace("b,", "\"")))
                .hasMessage("line 2: a record of more than 1,048,576 bytes");
    }

    private static List<String> flaws(String text) throws IOException {
        RecordBytes records = reader(text.getBytes(StandardCharsets.UTF_8));
        List<String> flaws = new ArrayList<>();
        while (records.next()) {
            flaws.add(records.line() + " " + records.record().text()
                    + records.flaw().map(flaw -> ": " + flaw.reason()).orElse(""));
        }
        return flaws;
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
        RecordBytes reader = reader(text.getBytes(StandardCharsets.UTF_8));
        List<RawRecord> records = new ArrayList<>();
        while (reader.next()) {
            assertThat(reader.flaw()).as("%s", reader.record()).isEmpty();
            records.add(reader.record());
        }
        return records;
    }

    /** Reads a few bytes at a time, so that records and characters are cut anywhere. */
    private static RecordBytes reader(byte[] bytes) {
        Random random = new Random(bytes.length);
        InputStream input = new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(5)));
            }
        };
        return new RecordBytes(input, ',', LONGEST);
    }
}
