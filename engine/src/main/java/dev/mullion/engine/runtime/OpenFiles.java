package dev.mullion.engine.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The files of one container as its processes see them, with what is mounted into it, whether it
 * runs or not. Paths are those inside; links are followed as they are there, so nothing outside can
 * be reached. What a running container changes meanwhile may be seen or not.
 *
 * <p>For one thread.
 */
public interface OpenFiles extends AutoCloseable {

    /**
     * Looks at one.
     *
     * @param path absolute; links of the folders on the way are followed, and that of its last name
     *     only if {@code /} or {@code /.} comes after it
     * @return nothing if it isn't there
     */
    Optional<FileFacts> find(String path) throws IOException;

    /**
     * Packs one with all that is below it.
     *
     * @param path as for {@link #find}
     * @param name what it is called in the archive; empty to leave it out and pack what is in it
     * @param tar gets the archive
     */
    void read(String path, String name, OutputStream tar) throws IOException;

    /**
     * Unpacks an archive; later entries win over earlier ones and over what is there.
     *
     * @param folder an absolute path; all links are followed
     * @param tar read to its end
     * @param keepKinds whether it is refused that something else takes a folder's place, or a
     *     folder that of something else
     * @throws ReadOnlyFilesException if that part of the file system can't be written
     */
    void write(String folder, InputStream tar, boolean keepKinds) throws IOException;

    /** Lets go of them. */
    @Override
    void close() throws IOException;

    /** A part of the file system that can only be read. */
    final class ReadOnlyFilesException extends IOException {

        private static final long serialVersionUID = 1;

        /** Says what was to be written. */
        public ReadOnlyFilesException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
