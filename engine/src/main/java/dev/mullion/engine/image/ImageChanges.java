package dev.mullion.engine.image;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.ContainerConfigBuilder;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.HealthCheck;
import dev.mullion.engine.EngineProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The Dockerfile instructions that an import or a commit may carry ({@code --change}): those that
 * change the configuration and nothing else.
 */
final class ImageChanges {

    private static final Pattern PORT =
            Pattern.compile("(\\d{1,5})(-\\d{1,5})?(/(tcp|udp|sctp))?", Pattern.CASE_INSENSITIVE);

    private final Map<String, Map<String, Object>> ports = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> volumes = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> env = new LinkedHashMap<>();
    private final ContainerConfigBuilder config = ContainerConfig.builder("");

    private ImageChanges() {}

    /**
     * Reads instructions.
     *
     * @param changes one or more lines each
     * @return the configuration they make
     * @throws EngineProblem 400, saying which line is wrong
     */
    static ContainerConfig of(List<String> changes) {
        ImageChanges all = new ImageChanges();
        for (String change : changes) {
            for (String line : change.replace("\\\n", " ").split("\n", -1)) {
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    all.apply(line.strip());
                }
            }
        }
        return all.config
                .env(all.env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList())
                .labels(all.labels)
                .exposedPorts(all.ports)
                .volumes(all.volumes)
                .build();
    }

    private void apply(String line) {
        String[] parts = line.split("\\s+", 2);
        String instruction = parts[0].toUpperCase(Locale.ROOT);
        String rest = parts.length == 2 ? parts[1].strip() : "";
        boolean emptyIsFine = instruction.equals("CMD") || instruction.equals("ENTRYPOINT");
        if (rest.isEmpty() && !emptyIsFine) {
            throw EngineProblem.invalid(instruction + " requires at least one argument");
        }
        switch (instruction) {
            case "CMD" -> config.cmd(command(rest));
            case "ENTRYPOINT" -> config.entrypoint(command(rest));
            case "SHELL" -> config.shell(command(rest));
            case "USER" -> config.user(rest);
            case "WORKDIR" -> config.workingDir(rest);
            case "STOPSIGNAL" -> config.stopSignal(rest);
            case "ENV" -> pairs(instruction, rest).forEach(env::put);
            case "LABEL" -> pairs(instruction, rest).forEach(labels::put);
            case "EXPOSE" -> words(rest).forEach(this::expose);
            case "VOLUME" -> list(rest).forEach(path -> volumes.put(path, Map.of()));
            case "HEALTHCHECK" -> config.healthcheck(healthCheck(rest));
            default ->
                    throw EngineProblem.invalid(
                            instruction.toLowerCase(Locale.ROOT)
                                    + " is not a valid change command");
        }
    }

    private void expose(String port) {
        if (!PORT.matcher(port).matches()) {
            throw EngineProblem.invalid("invalid containerPort: " + port);
        }
        String lower = port.toLowerCase(Locale.ROOT);
        int slash = lower.indexOf('/');
        String numbers = slash < 0 ? lower : lower.substring(0, slash);
        String protocol = slash < 0 ? "/tcp" : lower.substring(slash);
        String[] range = numbers.split("-", 2);
        int first = Integer.parseInt(range[0]);
        int last = Integer.parseInt(range[range.length - 1]);
        if (first < 1 || last > 65_535 || last < first) {
            throw EngineProblem.invalid("invalid containerPort: " + port);
        }
        for (int number = first; number <= last; number++) {
            ports.put(number + protocol, Map.of());
        }
    }

    private static HealthCheck healthCheck(String rest) {
        if (rest.equalsIgnoreCase("NONE")) {
            return new HealthCheck(List.of("NONE"), 0, 0, 0, 0, 0);
        }
        String[] parts = rest.split("\\s+", 2);
        if (!parts[0].equalsIgnoreCase("CMD") || parts.length < 2) {
            throw EngineProblem.invalid("Unknown type \"" + parts[0] + "\" in HEALTHCHECK");
        }
        List<String> test = new ArrayList<>();
        if (parts[1].startsWith("[")) {
            test.add("CMD");
            test.addAll(list(parts[1]));
        } else {
            test.addAll(List.of("CMD-SHELL", parts[1]));
        }
        return new HealthCheck(test, 0, 0, 0, 0, 0);
    }

    /** A JSON list, or a line for the shell. */
    private static List<String> command(String rest) {
        if (rest.isEmpty()) {
            return List.of();
        }
        return rest.startsWith("[") ? list(rest) : List.of("/bin/sh", "-c", rest);
    }

    private static List<String> list(String rest) {
        if (!rest.startsWith("[")) {
            return words(rest);
        }
        try {
            JsonNode tree = DockerJson.mapper().readTree(rest);
            List<String> texts = new ArrayList<>();
            for (JsonNode node : tree) {
                if (!node.isString()) {
                    throw EngineProblem.invalid("Not a list of texts: " + rest);
                }
                texts.add(node.stringValue());
            }
            return texts;
        } catch (JacksonException e) {
            throw EngineProblem.invalid("Not a list of texts: " + rest);
        }
    }

    /**
     * {@code a=b c="d e"}, or the old {@code a b c} where all after the first word is the value.
     */
    private static Map<String, String> pairs(String instruction, String rest) {
        Map<String, String> all = new LinkedHashMap<>();
        List<String> words = words(rest);
        if (!words.getFirst().contains("=")) {
            String[] parts = rest.split("\\s+", 2);
            if (parts.length < 2) {
                throw EngineProblem.invalid(instruction + " must have two arguments");
            }
            return Map.of(parts[0], parts[1]);
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw EngineProblem.invalid(
                        "Syntax error - can't find = in \""
                                + word
                                + "\". Must be of the form:"
                                + " name=value");
            }
            all.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return all;
    }

    /** Splits at spaces outside quotes, and takes quotes and backslashes away. */
    private static List<String> words(String text) {
        List<String> all = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                i++;
                word.append(text.charAt(i));
                inWord = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    all.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            all.add(word.toString());
        }
        return all;
    }
}
