package dev.mullion.hcs.binding;

/** The libraries of Windows that hold the functions; all are in the system folder. */
public enum Dll {
    /** Compute systems and processes, second generation. */
    COMPUTECORE("computecore.dll"),
    /** Compute systems, processes and layers, first generation; also the old network calls. */
    VMCOMPUTE("vmcompute.dll"),
    /** Layers, second generation. */
    COMPUTESTORAGE("computestorage.dll"),
    /** Networks, endpoints, namespaces. */
    COMPUTENETWORK("computenetwork.dll"),
    /** Virtual disks. */
    VIRTDISK("virtdisk.dll"),
    /** Handles, files, backup streams. */
    KERNEL32("kernel32.dll"),
    /** Files relative to an open folder. */
    NTDLL("ntdll.dll"),
    /** Privileges of the process. */
    ADVAPI32("advapi32.dll"),
    /** The allocator of the strings that are given out. */
    OLE32("ole32.dll");

    private final String file;

    Dll(String file) {
        this.file = file;
    }

    /**
     * Returns the file's name.
     *
     * @return for example {@code computecore.dll}
     */
    public String file() {
        return file;
    }
}
