package dev.oneoff.transfer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutFileTest {

    @TempDir
    private Path folder;

    @Test
    void aFileSystemWithoutHardLinksTakesAFileToo() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("it.zip"), Map.of("create", "true"))) {
            OutFile file = new OutFile(zip.getPath("/users.csv"), "users.csv");
            file.write(false, out -> out.write('1'));
            assertThat(Files.readString(file.path())).isEqualTo("1");

            assertThatThrownBy(() -> file.write(false, out -> out.write('2')))
                    .isInstanceOf(OneoffException.class)
                    .hasMessageContaining("users.csv is there already");
            file.write(true, out -> out.write('3'));
            assertThat(Files.readString(file.path())).isEqualTo("3");
            try (var left = Files.list(zip.getPath("/"))) {
                assertThat(left).hasSize(1);
            }
        }
    }
}
