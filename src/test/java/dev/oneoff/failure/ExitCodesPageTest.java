package dev.oneoff.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/exit-codes.md} lists the kinds of failure as they are. */
class ExitCodesPageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| ([a-z-]+) \\| .* \\| (no|yes|resume) \\|$");

    @Test
    void thePageListsEveryKindWithItsNameAndWhetherToRepeat() throws IOException {
        List<String> documented = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs", "reference", "exit-codes.md")));
        while (row.find()) {
            documented.add(row.group(1) + " " + row.group(2) + " " + row.group(3));
        }
        List<String> kinds = new ArrayList<>();
        for (FailureKind kind : FailureKind.values()) {
            kinds.add(kind.exitCode() + " " + kind.label() + " "
                    + kind.retry().name().toLowerCase(Locale.ROOT));
        }

        assertThat(documented).isEqualTo(kinds);
    }
}
