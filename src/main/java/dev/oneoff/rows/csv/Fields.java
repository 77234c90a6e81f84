package dev.oneoff.rows.csv;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.enums.CSVReaderNullFieldIndicator;
import dev.oneoff.rows.FileErrors;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes records apart into fields. Two separators with nothing between them are NULL, two quotes the empty text. For one thread. */
public final class Fields {

    private final RFC4180Parser parser;

    /** Makes it. */
    public Fields(char separator) {
        this.parser = new RFC4180ParserBuilder()
                .withSeparator(separator)
                .withFieldAsNull(CSVReaderNullFieldIndicator.EMPTY_SEPARATORS)
                .build();
    }

    /** Returns the fields of a record, null for NULL. */
    public List<@Nullable String> of(RawRecord record) {
        try {
            return Arrays.asList(parser.parseLine(record.text()));
        } catch (IOException e) {
            throw FileErrors.at(record.line(), "a record that is no CSV", "Look at its quotes.");
        }
    }
}
