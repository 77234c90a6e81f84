package dev.oneoff.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.support.SteppingClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewDatafixTest {

    @TempDir
    private Path app;

    private Path write(String name, Optional<String> reason) {
        return new NewDatafix(app, new SteppingClock()).write(name, reason, Optional.of("SHOP-1"));
    }

    @Test
    void theScriptCanBeReadAndItsNameBeginsWithTheTime() throws IOException {
        Path file = write("Trim the Names!", Optional.of("The form\nkept blanks"));

        assertThat(app.relativize(file)).hasToString("datafixes/20261120_1004_trim_the_names.sql");
        FixScript script = FixScript.read("x", "x.sql", Files.readString(file));
        assertThat(script.header().why()).isEqualTo("The form kept blanks");
        assertThat(script.header().ticket()).contains("SHOP-1");
        assertThat(script.sections()).hasSize(1);
    }

    @Test
    void withoutAReasonTheScriptCanBeReadAllTheSame() throws IOException {
        Path file = write("later", Optional.empty());

        assertThat(FixScript.read("x", "x.sql", Files.readString(file)).header().why())
                .startsWith("why_to_fix");
    }

    @Test
    void neverOverAFileThatIsThereNorWithANameThatSaysNothing() throws IOException {
        Path file = write("one", Optional.of("first"));

        assertThat(refused("one")).isEqualTo(FailureKind.REFUSED);
        assertThat(Files.readString(file)).contains("first");
        assertThat(refused("--")).isEqualTo(FailureKind.INPUT_REJECTED);
        assertThat(refused("x".repeat(101))).isEqualTo(FailureKind.INPUT_REJECTED);
    }

    private FailureKind refused(String name) {
        return catchThrowableOfType(OneoffException.class, () -> write(name, Optional.of("other")))
                .kind();
    }
}
