package dev.oneoff.transfer.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class UnusableTest {

    @Test
    void theNameOfAFileIsNoReason() {
        assertThat(Unusable.why(new AccessDeniedException("users.csv"))).isEqualTo("permission denied");
        assertThat(Unusable.why(new NoSuchFileException("none/m.csv"))).isEqualTo("there is no such file or folder");
        assertThat(Unusable.why(new FileSystemException("users.csv", null, "File too large")))
                .isEqualTo("File too large");
        assertThat(Unusable.why(new IOException("Is a directory"))).isEqualTo("Is a directory");
    }
}
