package dev.mullion.engine.settings;

import dev.mullion.docker.OsVersion;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The Windows host that an engine pretends to run on.
 *
 * @param version its Windows; build 17763 or newer
 * @param workstation whether it is a Windows for people's desks, not for servers
 * @param hypervisor whether it can run containers with Hyper-V isolation
 */
public record EmulatedHostChoice(OsVersion version, boolean workstation, boolean hypervisor) {

    /** The first Windows whose containers this engine can run. */
    private static final int OLDEST_BUILD = 17_763;

    private static final String WORKSTATION = "workstation";
    private static final String NO_HYPERVISOR = "no-hypervisor";

    /**
     * Reads the flag's value.
     *
     * @param text a version, then words, for example {@code 10.0.20348.2700,no-hypervisor}
     * @throws IllegalArgumentException saying how it should be
     */
    public static EmulatedHostChoice of(String text) {
        String[] parts = text.strip().split("\\s*,\\s*", -1);
        OsVersion version =
                OsVersion.find(parts[0])
                        .filter(asked -> asked.major() == 10 && asked.build() >= OLDEST_BUILD)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "it wants a Windows version from 10.0.17763.0 on, such as"
                                                + " 10.0.20348.2700, not '"
                                                + parts[0]
                                                + "'"));
        Set<String> words = new LinkedHashSet<>(Arrays.asList(parts).subList(1, parts.length));
        EmulatedHostChoice choice =
                new EmulatedHostChoice(
                        version, words.remove(WORKSTATION), !words.remove(NO_HYPERVISOR));
        if (!words.isEmpty()) {
            throw new IllegalArgumentException(
                    "after the version only workstation and no-hypervisor are understood, not '"
                            + String.join(",", words)
                            + "'");
        }
        return choice;
    }
}
