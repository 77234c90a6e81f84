package dev.oneoff.transfer.export;

import java.nio.file.Path;
import java.util.List;

/**
 * Tables that are exported together, a file each.
 *
 * @param dir the folder for the files, as the user wrote it; made where it is not there
 * @param folder what it is relative to
 * @param tables as written
 * @param zipped whether the files are compressed
 */
public record FolderRequest(String dir, Path folder, List<String> tables, boolean zipped, ExportRequest.How how) {

    /** Copies the list. */
    public FolderRequest {
        tables = List.copyOf(tables);
    }
}
