package dev.mullion.hcs.emulator.file;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A volume or a folder of the emulated machine. Names are found without regard to case; a link on
 * the way to one is refused with {@link FileProblem#REPARSE_POINT_ENCOUNTERED}; an empty list of
 * parts is the root.
 */
public interface FileTree {

    /**
     * Finds something.
     *
     * @param parts of its path
     * @return it, or nothing if it or a folder on the way to it isn't there
     */
    Optional<StoredFile> find(List<String> parts) throws IOException;

    /**
     * Makes an empty file or folder.
     *
     * @param parts of its path; the folder it is in is there
     * @param directory whether it is a folder
     * @return it
     */
    StoredFile create(List<String> parts, boolean directory) throws IOException;

    /**
     * Finds something that is to be changed.
     *
     * @param parts of its path
     * @return it, where a change stays in this tree
     */
    StoredFile forWriting(List<String> parts) throws IOException;

    /**
     * Gives a file of this tree another name.
     *
     * @param existing as {@link #forWriting} gave it
     * @param parts of the new path
     */
    void link(StoredFile existing, List<String> parts) throws IOException;

    /**
     * Deletes a file, a link or an empty folder.
     *
     * @param parts of its path
     */
    void delete(List<String> parts) throws IOException;

    /**
     * Lists a folder.
     *
     * @param parts of its path
     * @return what is in it, by name
     */
    List<StoredFile> list(List<String> parts) throws IOException;
}
