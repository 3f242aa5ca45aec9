package dev.mullion.docker;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A release of Windows by its build number, with the names that people know it by.
 *
 * @param build its number, for example 20348
 * @param tag of Microsoft's base images of this release; null if there are none
 * @param server what a server of this build is called; null if there is none
 * @param client what a workstation of this build is called; null if there is none
 */
record WindowsRelease(
        int build, @Nullable String tag, @Nullable String server, @Nullable String client) {

    /** Oldest first. */
    private static final List<WindowsRelease> ALL =
            List.of(
                    of(14393, "ltsc2016", "Windows Server 2016", "Windows 10 1607"),
                    of(17763, "ltsc2019", "Windows Server 2019", "Windows 10 1809"),
                    of(18362, "1903", "Windows Server 1903", "Windows 10 1903"),
                    of(18363, "1909", "Windows Server 1909", "Windows 10 1909"),
                    of(19041, "2004", "Windows Server 2004", "Windows 10 2004"),
                    of(19042, "20H2", "Windows Server 20H2", "Windows 10 20H2"),
                    of(19043, null, null, "Windows 10 21H1"),
                    of(19044, null, null, "Windows 10 21H2"),
                    of(19045, null, null, "Windows 10 22H2"),
                    of(20348, "ltsc2022", "Windows Server 2022", null),
                    of(22000, null, null, "Windows 11 21H2"),
                    of(22621, null, null, "Windows 11 22H2"),
                    of(22631, null, null, "Windows 11 23H2"),
                    of(25398, "23H2", "Windows Server 23H2", null),
                    of(26100, "ltsc2025", "Windows Server 2025", "Windows 11 24H2"),
                    of(26200, null, null, "Windows 11 25H2"));

    private static WindowsRelease of(
            int build, @Nullable String tag, @Nullable String server, @Nullable String client) {
        return new WindowsRelease(build, tag, server, client);
    }

    static Optional<WindowsRelease> find(int build) {
        return ALL.stream().filter(release -> release.build == build).findFirst();
    }

    /**
     * The tag of the newest base images between two builds, both included; long-term ones first.
     */
    static Optional<String> newestTag(int from, int to) {
        List<String> tags =
                ALL.reversed().stream()
                        .filter(release -> release.build >= from && release.build <= to)
                        .flatMap(release -> Optional.ofNullable(release.tag).stream())
                        .toList();
        return tags.stream()
                .filter(tag -> tag.startsWith("ltsc"))
                .findFirst()
                .or(() -> tags.stream().findFirst());
    }

    Optional<String> name(boolean isServer) {
        return Optional.ofNullable(isServer ? server : client);
    }
}
