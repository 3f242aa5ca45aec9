package dev.mullion.engine.settings;

import dev.mullion.docker.Isolation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an engine was told, checked.
 *
 * @param data where images, containers and volumes are kept; absolute
 * @param run what lives until the next boot; a folder of this engine alone
 * @param socket the unix socket it answers on
 * @param socketGroup the group that may use the socket; null for its owner only
 * @param tcp where it answers beside the socket; null for nowhere
 * @param tls ca.pem, cert.pem and key.pem for TCP; null without TCP
 * @param emulated the Windows host to pretend; null for the machine as it is
 * @param recordCalls where calls of Windows are written; null for nowhere
 * @param requiredIsolation the isolation that every container has to have; null for any
 * @param guarded the public keys of the portals that admit what is done here; null to ask nobody
 * @param allow what is allowed although it takes a container's boundary away
 * @param stopLimit how long Windows may take to end a container by itself
 * @param runtime the OCI runtime; null to look for one
 * @param subnet addresses of the default network; null to take a free one
 * @param mtu largest packet of the default network, bytes
 * @param insecureRegistries {@code host} or {@code host:port} of registries without trusted TLS
 * @param registryMirrors addresses asked before docker.io
 * @param registryCerts a folder for each registry with certificates
 * @param maxDownloads layers fetched at once by one pull
 * @param maxLayerBytes a layer that unpacks to more is refused
 * @param maxLayerFiles a layer with more files is refused
 * @param starter a root file system to make the first image of; null for none
 * @param logMaxSize a container's log file is turned over at this size, bytes
 * @param logMaxFiles files of a container's log that are kept
 * @param logLevel of the engine's own log
 */
public record EngineSettings(
        Path data,
        Path run,
        Path socket,
        @Nullable String socketGroup,
        @Nullable TcpAddress tcp,
        @Nullable Path tls,
        @Nullable EmulatedHostChoice emulated,
        @Nullable Path recordCalls,
        @Nullable Isolation requiredIsolation,
        @Nullable Path guarded,
        Set<Allowance> allow,
        Duration stopLimit,
        @Nullable Path runtime,
        @Nullable String subnet,
        int mtu,
        List<String> insecureRegistries,
        List<String> registryMirrors,
        Path registryCerts,
        int maxDownloads,
        long maxLayerBytes,
        long maxLayerFiles,
        @Nullable Path starter,
        long logMaxSize,
        int logMaxFiles,
        System.Logger.Level logLevel) {

    /** Where to answer on TCP. */
    public record TcpAddress(String host, int port) {}

    /**
     * Reads the flags of a command line and the configuration file they name.
     *
     * @param arguments for example {@code --data}, {@code /var/lib/mullion}
     * @throws SettingsException saying which setting is wrong and how it should be
     */
    public static EngineSettings of(List<String> arguments) throws SettingsException {
        return SettingsReader.read(arguments);
    }

    /** Returns the text of {@code --help}. */
    public static String help() {
        return SettingsReader.help();
    }

    /**
     * Returns what tells this engine's things in the system (control groups, network devices,
     * firewall tables) from those of another engine on the same machine.
     *
     * @return 8 hexadecimal digits that follow from the data folder's place
     */
    public String instance() {
        return instanceOf(data);
    }

    static String instanceOf(Path data) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(data.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
