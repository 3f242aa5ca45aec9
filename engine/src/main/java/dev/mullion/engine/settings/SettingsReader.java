package dev.mullion.engine.settings;

import dev.mullion.docker.Isolation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Brings flags and file together and checks each value. */
final class SettingsReader {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([kmgt]?)b?");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]+]|[^:]+):([0-9]{1,5})");
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Path RUN = Path.of("/run/mullion");

    private final Map<Setting, List<String>> values;

    private SettingsReader(Map<Setting, List<String>> values) {
        this.values = values;
    }

    static String help() {
        return Arrays.stream(Setting.values())
                .map(Setting::helpLine)
                .collect(
                        Collectors.joining(
                                "\n",
                                "Runs one engine in the foreground; it answers the Docker Engine API.\n\n",
                                "\n"));
    }

    static EngineSettings read(List<String> arguments) throws SettingsException {
        Map<Setting, List<String>> flags = flags(arguments);
        List<String> file = flags.getOrDefault(Setting.CONFIG, List.of());
        Map<Setting, List<String>> all = new EnumMap<>(Setting.class);
        if (!file.isEmpty()) {
            all.putAll(file(Path.of(file.getLast())));
        }
        all.putAll(flags);
        return new SettingsReader(all).settings();
    }

    private static Map<Setting, List<String>> flags(List<String> arguments)
            throws SettingsException {
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            Setting setting =
                    Arrays.stream(Setting.values())
                            .filter(candidate -> candidate.flag().equals(flag))
                            .findFirst()
                            .orElseThrow(() ->
                                    new SettingsException(
                                            "there is no flag '%s'; --help lists them"
                                                    .formatted(flag)));
            if (equals < 0 && ++i == arguments.size()) {
                throw new SettingsException(flag + " wants a value");
            }
            String value = equals < 0 ? arguments.get(i) : argument.substring(equals + 1);
            add(flags, setting, value);
        }
        return flags;
    }

    private static void add(Map<Setting, List<String>> to, Setting setting, String value)
            throws SettingsException {
        if (value.isBlank()) {
            throw new SettingsException(setting.flag() + " wants a value");
        }
        List<String> given = to.computeIfAbsent(setting, absent -> new ArrayList<>());
        if (!setting.many() && !given.isEmpty()) {
            throw new SettingsException(setting.flag() + " is given twice");
        }
        given.add(value);
    }

    private static Map<Setting, List<String>> file(Path file) throws SettingsException {
        JsonNode tree;
        try {
            tree = JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new SettingsException("the file " + file + " can't be read: " + e.getMessage());
        } catch (JacksonException e) {
            throw new SettingsException(
                    "the file %s isn't JSON: %s".formatted(file, e.getOriginalMessage()));
        }
        Map<Setting, List<String>> values = new EnumMap<>(Setting.class);
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            Setting setting =
                    Arrays.stream(Setting.values())
                            .filter(candidate -> candidate.key().equals(member.getKey()))
                            .filter(candidate -> candidate != Setting.CONFIG)
                            .findFirst()
                            .orElseThrow(() ->
                                    new SettingsException(
                                            "%s: there is no setting '%s'"
                                                    .formatted(file, member.getKey())));
            boolean list = member.getValue().isArray();
            if (list && !setting.many()) {
                throw new SettingsException(file + ": " + setting.key() + " has one value only");
            }
            List<JsonNode> nodes = new ArrayList<>();
            (list ? member.getValue() : List.of(member.getValue())).forEach(nodes::add);
            for (JsonNode node : nodes) {
                if (!node.isString() && !node.isNumber()) {
                    throw new SettingsException(
                            "%s: %s wants a text or a number".formatted(file, setting.key()));
                }
                add(values, setting, node.asString());
            }
        }
        return values;
    }

    private EngineSettings settings() throws SettingsException {
        Path data = Path.of(required(Setting.DATA)).toAbsolutePath().normalize();
        String instance = EngineSettings.instanceOf(data);
        EngineSettings.@Nullable TcpAddress tcp = tcp();
        Path tls = path(Setting.TLS);
        if ((tcp == null) != (tls == null)) {
            throw new SettingsException(
                    "--tcp and --tls go together: this engine never answers on TCP without TLS");
        }
        return new EngineSettings(
                data,
                Optional.ofNullable(path(Setting.RUN)).orElse(usualRun(data)).resolve(instance),
                Optional.ofNullable(path(Setting.SOCKET)).orElse(data.resolve("engine.sock")),
                text(Setting.GROUP),
                tcp,
                tls,
                emulated(),
                path(Setting.RECORD_CALLS),
                requiredIsolation(),
                path(Setting.GUARDED),
                allowances(),
                Duration.ofSeconds(number(Setting.STOP_LIMIT, 600, 1, 86_400)),
                path(Setting.RUNTIME),
                text(Setting.SUBNET),
                (int) number(Setting.MTU, 1500, 576, 65_535),
                values.getOrDefault(Setting.INSECURE_REGISTRY, List.of()),
                values.getOrDefault(Setting.REGISTRY_MIRROR, List.of()),
                Optional.ofNullable(path(Setting.REGISTRY_CERTS))
                        .orElse(Path.of("/etc/docker/certs.d")),
                (int) number(Setting.MAX_DOWNLOADS, 3, 1, 32),
                size(Setting.MAX_LAYER, 64L << 30),
                number(Setting.MAX_LAYER_FILES, 2_000_000, 1, Integer.MAX_VALUE),
                path(Setting.STARTER),
                size(Setting.LOG_MAX_SIZE, 100L << 20),
                (int) number(Setting.LOG_MAX_FILES, 3, 1, 1000),
                level());
    }

    /**
     * Where there is no folder that is emptied at a boot, containers tell themselves what ended.
     */
    private static Path usualRun(Path data) {
        return WINDOWS ? data.resolve("run") : RUN;
    }

    private String required(Setting setting) throws SettingsException {
        String given = text(setting);
        if (given == null) {
            throw new SettingsException(setting.flag() + " is needed");
        }
        return given;
    }

    private @Nullable String text(Setting setting) {
        List<String> given = values.get(setting);
        return given == null ? null : given.getLast();
    }

    private @Nullable Path path(Setting setting) {
        String given = text(setting);
        return given == null ? null : Path.of(given).toAbsolutePath().normalize();
    }

    private long number(Setting setting, long absent, long least, long most)
            throws SettingsException {
        String given = text(setting);
        if (given == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new SettingsException(
                "%s wants a number from %d to %d, not '%s'"
                        .formatted(setting.flag(), least, most, given));
    }

    private long size(Setting setting, long absent) throws SettingsException {
        String given = text(setting);
        if (given == null) {
            return absent;
        }
        Matcher size = SIZE.matcher(given.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new SettingsException(
                    "%s wants a size such as 512m or 64g, not '%s'"
                            .formatted(setting.flag(), given));
        }
        String unit = size.group(2);
        int power = unit.isEmpty() ? 0 : "kmgt".indexOf(unit) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * power));
        } catch (ArithmeticException e) {
            throw new SettingsException(setting.flag() + " is too large: " + given);
        }
    }

    private EngineSettings.@Nullable TcpAddress tcp() throws SettingsException {
        String given = text(Setting.TCP);
        if (given == null) {
            return null;
        }
        Matcher address = ADDRESS.matcher(given);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
            throw new SettingsException(
                    "--tcp wants an address and a port such as 0.0.0.0:2376, not '%s'"
                            .formatted(given));
        }
        return new EngineSettings.TcpAddress(address.group(1), Integer.parseInt(address.group(2)));
    }

    private @Nullable EmulatedHostChoice emulated() throws SettingsException {
        String given = text(Setting.EMULATED);
        try {
            return given == null ? null : EmulatedHostChoice.of(given);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("--emulated: " + e.getMessage());
        }
    }

    private @Nullable Isolation requiredIsolation() throws SettingsException {
        String given = text(Setting.REQUIRE_ISOLATION);
        if (given == null) {
            return null;
        }
        if (!given.equals(Isolation.HYPERV.toString())) {
            throw new SettingsException(
                    "--require-isolation is hyperv, the only isolation that can be required, not '"
                            + given
                            + "'");
        }
        return Isolation.HYPERV;
    }

    private Set<Allowance> allowances() throws SettingsException {
        Set<String> words = new LinkedHashSet<>();
        for (String given : values.getOrDefault(Setting.ALLOW, List.of())) {
            words.addAll(Arrays.asList(given.split(",", -1)));
        }
        Set<Allowance> allowed = EnumSet.noneOf(Allowance.class);
        for (String word : words) {
            try {
                allowed.add(Allowance.of(word.strip()));
            } catch (IllegalArgumentException e) {
                throw new SettingsException("--allow: " + e.getMessage());
            }
        }
        return Set.copyOf(allowed);
    }

    private System.Logger.Level level() throws SettingsException {
        String given = Optional.ofNullable(text(Setting.LOG_LEVEL)).orElse("info");
        return switch (given) {
            case "error" -> System.Logger.Level.ERROR;
            case "warning" -> System.Logger.Level.WARNING;
            case "info" -> System.Logger.Level.INFO;
            case "debug" -> System.Logger.Level.DEBUG;
            default ->
                    throw new SettingsException(
                            "--log-level is error, warning, info or debug, not '" + given + "'");
        };
    }
}
