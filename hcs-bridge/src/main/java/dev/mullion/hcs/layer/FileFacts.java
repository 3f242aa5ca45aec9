package dev.mullion.hcs.layer;

/**
 * What a file is beside its times.
 *
 * @param size bytes of its unnamed stream
 * @param links how many names it has
 * @param directory whether it is a folder
 * @param identity which file it is, whatever its name
 */
public record FileFacts(long size, int links, boolean directory, Identity identity) {

    /**
     * Names a file on this machine: equal for two names of one file.
     *
     * @param volume its volume's serial number
     * @param first 8 bytes of its id
     * @param second the other 8
     */
    public record Identity(long volume, long first, long second) {}
}
