package dev.mullion.hcs.document;

import org.jspecify.annotations.Nullable;

/**
 * How the state of a virtual machine is saved.
 *
 * @param saveType {@code ToFile} or {@code AsTemplate}
 * @param saveStateFilePath the file for {@code ToFile}, else null
 */
public record SaveOptions(String saveType, @Nullable String saveStateFilePath) {

    /**
     * Saves to a file.
     *
     * @param path the file
     * @return the options
     */
    public static SaveOptions toFile(String path) {
        return new SaveOptions("ToFile", path);
    }

    /**
     * Keeps the virtual machine for cloning.
     *
     * @return the options
     */
    public static SaveOptions asTemplate() {
        return new SaveOptions("AsTemplate", null);
    }
}
