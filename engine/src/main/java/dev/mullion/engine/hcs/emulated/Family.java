package dev.mullion.engine.hcs.emulated;

import java.util.List;

/** How much of Windows an image has. */
@SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable one
enum Family {
    NANO("nanoserver", "ContainerUser", false, List.of()),
    CORE(
            "servercore",
            "",
            true,
            List.of(
                    "powershell.exe",
                    "reg.exe",
                    "sc.exe",
                    "net.exe",
                    "tasklist.exe",
                    "WindowsPowerShell/v1.0/powershell.exe")),
    SERVER(
            "server",
            "",
            true,
            List.of(
                    "powershell.exe",
                    "reg.exe",
                    "sc.exe",
                    "net.exe",
                    "tasklist.exe",
                    "WindowsPowerShell/v1.0/powershell.exe",
                    "dxgi.dll",
                    "d3d11.dll",
                    "spoolsv.exe"));

    private final String folder;
    private final String user;
    private final boolean full;
    private final List<String> programs;

    Family(String folder, String user, boolean full, List<String> programs) {
        this.folder = folder;
        this.user = user;
        this.full = full;
        this.programs = programs;
    }

    /** The repository, after {@code emulated/}. */
    String folder() {
        return folder;
    }

    /** Who runs its programs; empty for what Windows takes by itself. */
    String user() {
        return user;
    }

    /** Whether it has the graphics part of the kernel, a second layer and names with history. */
    boolean full() {
        return full;
    }

    /** What it has in System32 beside what all have. */
    List<String> programs() {
        return programs;
    }
}
