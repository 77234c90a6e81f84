package dev.oneoff.transfer.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.zip.ZipException;

/** Why a file cannot be used, for people: of some errors the message is the file's name and nothing else. */
public final class Unusable {

    private Unusable() {}

    /** Returns it, without a full stop. */
    public static String why(IOException error) {
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "it is there already";
        }
        if (error instanceof ZipException) {
            return "it is no gzip, or a damaged one (" + error.getMessage() + ")";
        }
        Optional<String> reason = error instanceof FileSystemException failed
                ? Optional.ofNullable(failed.getReason())
                : Optional.ofNullable(error.getMessage());
        return reason.orElse(error.getClass().getSimpleName());
    }
}
