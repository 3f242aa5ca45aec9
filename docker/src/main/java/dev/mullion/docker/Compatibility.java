package dev.mullion.docker;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which images of Windows a host can run, and in which isolation.
 *
 * <pre>
 * host                          process isolation            Hyper-V isolation
 * below 17763                   never: too old               never: too old
 * 17763 to below 20348          the very same build          the same build or an older one
 * 20348 to below 26100          20348 up to the host's own   the same build or an older one
 * 26100 and above               20348 up to the host's own   the same build or an older one
 * </pre>
 *
 * <p>That is containerd's rule for process isolation: since 20348 a release runs images of the
 * long-term release before it, too. The fourth number never matters. Hyper-V isolation also needs
 * the hypervisor on the host and a utility VM in the image. Microsoft's matrix of versions names
 * only released pairs and calls process isolation on workstations a preview; where it is silent
 * (26200 with images of 20348 in process isolation, 25398) nobody has tried: UNVERIFIED.
 */
public final class Compatibility {

    /** Windows Server 2019 and Windows 10 1809: the first with the functions that are called. */
    public static final int OLDEST_HOST = 17763;

    /** From here on older images run in process isolation, too. */
    private static final int STABLE_SINCE = 20348;

    /** The long-term releases since then, oldest first. */
    private static final List<Integer> LONG_TERM = List.of(STABLE_SINCE, 26100);

    /**
     * A host.
     *
     * @param version of its Windows
     * @param server false for a workstation
     * @param hypervisor whether it can start utility VMs
     */
    public record Host(OsVersion version, boolean server, boolean hypervisor) {

        /**
         * Returns what the host does for those who don't say.
         *
         * @return process isolation on a server, Hyper-V isolation on a workstation, as Docker does
         */
        public Isolation defaultIsolation() {
            return server ? Isolation.PROCESS : Isolation.HYPERV;
        }

        /**
         * Returns what people call its Windows.
         *
         * @return for example {@code Windows Server 2022}
         */
        public String name() {
            return WindowsRelease.find(version.build())
                    .flatMap(release -> release.name(server))
                    .orElse(server ? "Windows Server" : "Windows");
        }
    }

    /**
     * An image.
     *
     * @param version of its Windows; null if it doesn't say, which fits every host
     * @param utilityVm whether its layers hold what a utility VM starts from
     */
    public record Image(@Nullable OsVersion version, boolean utilityVm) {}

    /** What comes of an image on a host. */
    public sealed interface Verdict {}

    /**
     * It can run.
     *
     * @param isolation process or Hyper-V, never the default
     */
    public record Runs(Isolation isolation) implements Verdict {}

    /**
     * It can't run.
     *
     * @param sentence why, and what would work: for a person to read
     */
    public record CannotRun(String sentence) implements Verdict {}

    private final Host host;
    private final Image image;

    private Compatibility(Host host, Image image) {
        this.host = host;
        this.image = image;
    }

    /**
     * Says which images run in process isolation.
     *
     * @param host the version of a host's Windows
     * @return the end of a sentence, for example {@code of Windows build 17763 (ltsc2019)}
     */
    public static String imagesInProcess(OsVersion host) {
        int oldest = oldestInProcess(host.build());
        return oldest == host.build()
                ? "of Windows build " + release(oldest)
                : "of a Windows build from " + release(oldest) + " to " + release(host.build());
    }

    private static String release(int build) {
        return WindowsRelease.find(build)
                .flatMap(release -> Optional.ofNullable(release.tag()))
                .map(tag -> build + " (" + tag + ")")
                .orElseGet(() -> Integer.toString(build));
    }

    /**
     * Looks at an image on a host.
     *
     * @param host where
     * @param image what
     * @return how they fit
     */
    public static Compatibility of(Host host, Image image) {
        return new Compatibility(host, image);
    }

    /**
     * Returns the isolations in which the image runs on the host.
     *
     * @return process, Hyper-V, both or none
     */
    public Set<Isolation> possible() {
        Set<Isolation> possible = EnumSet.noneOf(Isolation.class);
        if (runsInProcess()) {
            possible.add(Isolation.PROCESS);
        }
        if (runsInVm()) {
            possible.add(Isolation.HYPERV);
        }
        return possible;
    }

    /**
     * Judges a wish.
     *
     * @param wanted the isolation somebody asked for, or the default
     * @return in which it runs, or why it can't
     */
    public Verdict judge(Isolation wanted) {
        Isolation isolation = wanted == Isolation.DEFAULT ? host.defaultIsolation() : wanted;
        if (possible().contains(isolation)) {
            return new Runs(isolation);
        }
        return new CannotRun(sentence(isolation));
    }

    private int build() {
        return host.version().build();
    }

    private boolean hostIsTooOld() {
        return build() < OLDEST_HOST;
    }

    private boolean imageIsNewer() {
        OsVersion version = image.version();
        return version != null
                && (!sameGeneration(version)
                        ? version.compareTo(host.version()) > 0
                        : version.build() > build());
    }

    private boolean sameGeneration(OsVersion version) {
        return version.major() == host.version().major()
                && version.minor() == host.version().minor();
    }

    private boolean runsInProcess() {
        OsVersion version = image.version();
        if (hostIsTooOld()) {
            return false;
        }
        return version == null
                || (sameGeneration(version)
                        && version.build() >= oldestInProcess()
                        && version.build() <= build());
    }

    private boolean runsInVm() {
        return !hostIsTooOld() && !imageIsNewer() && host.hypervisor() && image.utilityVm();
    }

    private int oldestInProcess() {
        return oldestInProcess(build());
    }

    /** The oldest build of an image in process isolation. */
    private static int oldestInProcess(int host) {
        if (host < STABLE_SINCE) {
            return host;
        }
        int newest = 0;
        while (newest + 1 < LONG_TERM.size() && LONG_TERM.get(newest + 1) <= host) {
            newest++;
        }
        return LONG_TERM.get(Math.max(0, newest - 1));
    }

    private String sentence(Isolation isolation) {
        if (hostIsTooOld()) {
            return "This host is "
                    + hostName()
                    + ": containers need Windows Server 2019, Windows 10 1809 (build "
                    + OLDEST_HOST
                    + ") or a newer Windows";
        }
        List<String> ways = ways(isolation);
        return facts(isolation)
                + (ways.isEmpty() ? "; nothing on this host runs it" : ": choose ")
                + String.join(", or ", ways)
                + (featureWouldHelp() ? "; or add the Hyper-V feature to this host" : "");
    }

    private String facts(Isolation isolation) {
        String both = "This image is " + imageName() + "; this host is " + hostName();
        if (imageIsNewer()) {
            return both + ", and no host runs an image that is newer than itself";
        }
        if (isolation == Isolation.PROCESS) {
            return both;
        }
        if (!host.hypervisor()) {
            return "Hyper-V isolation needs the Hyper-V feature of Windows, which this host, "
                    + hostName()
                    + ", doesn't offer";
        }
        return "Hyper-V isolation needs a utility VM in the base layer, which this image, "
                + imageName()
                + ", doesn't have";
    }

    private boolean featureWouldHelp() {
        return !host.hypervisor() && !imageIsNewer() && image.utilityVm();
    }

    /** What would work instead, the smallest change first. */
    private List<String> ways(Isolation refused) {
        List<String> ways = new ArrayList<>();
        Set<Isolation> possible = possible();
        if (refused == Isolation.PROCESS && possible.contains(Isolation.HYPERV)) {
            ways.add("Hyper-V isolation");
        }
        if (refused == Isolation.HYPERV && possible.contains(Isolation.PROCESS)) {
            ways.add("process isolation");
        }
        anotherTag(refused).ifPresent(ways::add);
        return ways;
    }

    /** A base image that would run, in the isolation that was wanted if there is one. */
    private Optional<String> anotherTag(Isolation wanted) {
        Optional<String> inProcess =
                WindowsRelease.newestTag(oldestInProcess(), build()).map(Compatibility::tag);
        Optional<String> inVm =
                host.hypervisor()
                        ? WindowsRelease.newestTag(0, build()).map(Compatibility::tag)
                        : Optional.empty();
        if (wanted == Isolation.PROCESS) {
            return inProcess.or(() -> inVm.map(tag -> tag + " with Hyper-V isolation"));
        }
        if (possible().contains(Isolation.PROCESS)) {
            return Optional.empty();
        }
        return inVm.or(() -> inProcess.map(tag -> tag + " with process isolation"));
    }

    private static String tag(String name) {
        return "the " + name + " tag";
    }

    private String imageName() {
        OsVersion version = image.version();
        if (version == null) {
            return "of an unknown version";
        }
        return WindowsRelease.find(version.build())
                .flatMap(release ->
                        Optional.ofNullable(release.tag())
                                .or(() -> Optional.ofNullable(release.client())))
                .map(name -> name + " (" + version + ")")
                .orElse("Windows " + version);
    }

    private String hostName() {
        return WindowsRelease.find(build())
                .flatMap(release -> release.name(host.server()))
                .map(name -> "build " + build() + " (" + name + ")")
                .orElse("build " + build());
    }
}
