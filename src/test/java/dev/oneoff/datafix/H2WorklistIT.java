package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class H2WorklistIT extends WorklistContract {

    @Override
    TestDatabase create(Path folder) {
        return TestDatabase.h2(folder);
    }

    @Override
    String checkViolation() {
        return "23513";
    }

    @Test
    void aFileOfRowsIsRefusedWithWhatWorksOnBoth() throws IOException {
        app.fix(
                "1_names",
                "-- rows: names.csv (id bigint, name text)\nUPDATE account SET name = 'x' WHERE id IN (SELECT id FROM rows)");

        assertThat(app.run(22, "datafix", "apply").stderr())
                .contains("cannot be driven by a file", "Put the rows into a table");
        assertThat(app.run(2, "datafix", "apply", "--workers", "2").stderr()).contains("--workers needs a server");
    }
}
