package dev.oneoff.transfer.file;

import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import dev.oneoff.rows.csv.RecordBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * A file that is imported. It may be read several times.
 *
 * @param named as the user named it
 */
public record SourceFile(Path path, String named, FileName name) {

    private static final int LONGEST = 16 << 20;
    private static final int BUFFER = 1 << 16;

    /** Makes it. */
    public static SourceFile of(String named, Path folder) {
        return new SourceFile(folder.resolve(named), named, FileName.of(named));
    }

    /** A file that is being read. */
    public record Opened(InputStream input, RecordBytes records, MessageDigest digest) implements AutoCloseable {

        /** Returns the digest of what was read, in hexadecimal digits. */
        public String sha256() {
            return HexFormat.of().formatHex(digest.digest());
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }

    /** Opens it at its first record. */
    public Opened open() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            InputStream bytes = new DigestInputStream(Files.newInputStream(path), digest);
            InputStream text = name.zipped() ? new GZIPInputStream(bytes, BUFFER) : bytes;
            return new Opened(text, new RecordBytes(RecordBytes.withoutMark(text), name.separator(), LONGEST), digest);
        } catch (IOException e) {
            throw new OneoffException(
                    new Failure(
                            FailureKind.INPUT_REJECTED,
                            named + " cannot be read" + (Files.exists(path) ? "." : ": there is no such file."),
                            "It was looked for in " + path.toAbsolutePath().getParent() + "."),
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
