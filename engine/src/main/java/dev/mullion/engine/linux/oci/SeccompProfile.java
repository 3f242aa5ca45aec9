package dev.mullion.engine.linux.oci;

import dev.mullion.engine.linux.oci.SystemCalls.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Turns a profile in Docker's documented JSON form into OCI's: rules that are for other
 * capabilities, processors or kernels fall away.
 */
final class SeccompProfile {

    private final Processor processor;
    private final Set<String> capabilities;

    SeccompProfile(Processor processor, Set<String> capabilities) {
        this.processor = processor;
        this.capabilities = capabilities;
    }

    Map<String, Object> translate(String profile) throws IOException {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(profile);
        } catch (JacksonException e) {
            throw new IOException("Decoding seccomp profile failed: " + e.getOriginalMessage(), e);
        }
        if (!root.path("defaultAction").isString()) {
            throw new IOException("Decoding seccomp profile failed: it has no defaultAction");
        }
        List<Map<String, Object>> calls = new ArrayList<>();
        for (JsonNode rule : root.path("syscalls")) {
            if (included(rule.path("includes")) && !excluded(rule.path("excludes"))) {
                calls.add(call(rule));
            }
        }
        return Json.object(
                "defaultAction",
                root.path("defaultAction").asString(),
                "defaultErrnoRet",
                root.hasNonNull("defaultErrnoRet") ? root.path("defaultErrnoRet") : null,
                "architectures",
                architectures(root),
                "flags",
                root.path("flags").isArray() ? root.path("flags") : null,
                "syscalls",
                calls);
    }

    private List<String> architectures(JsonNode root) throws IOException {
        boolean both = root.path("architectures").size() > 0 && root.path("archMap").size() > 0;
        if (both) {
            throw new IOException(
                    "both 'architectures' and 'archMap' are specified in the seccomp profile, use"
                            + " either 'architectures' or 'archMap'");
        }
        List<String> plain = texts(root.path("architectures"));
        if (!plain.isEmpty()) {
            return plain;
        }
        for (JsonNode map : root.path("archMap")) {
            String main = map.path("architecture").asString("");
            if (!processor.ociNames().isEmpty() && processor.ociNames().getFirst().equals(main)) {
                List<String> all = new ArrayList<>(List.of(main));
                all.addAll(texts(map.path("subArchitectures")));
                return all;
            }
        }
        return processor.ociNames();
    }

    private static Map<String, Object> call(JsonNode rule) throws IOException {
        List<String> names = new ArrayList<>(texts(rule.path("names")));
        if (rule.path("name").isString()) {
            if (!names.isEmpty()) {
                throw new IOException(
                        "both 'name' and 'names' are specified in the seccomp profile, use either"
                                + " 'name' or 'names'");
            }
            names.add(rule.path("name").asString());
        }
        return Json.object(
                "names",
                names,
                "action",
                rule.path("action").asString(""),
                "errnoRet",
                rule.hasNonNull("errnoRet") ? rule.path("errnoRet") : null,
                "args",
                rule.path("args").size() > 0 ? rule.path("args") : null);
    }

    private boolean included(JsonNode conditions) throws IOException {
        return containsAll(conditions.path("caps"))
                && (conditions.path("arches").isEmpty() || ofThisProcessor(conditions))
                && (!conditions.hasNonNull("minKernel") || newEnough(conditions));
    }

    private boolean excluded(JsonNode conditions) throws IOException {
        return texts(conditions.path("caps")).stream().anyMatch(capabilities::contains)
                || ofThisProcessor(conditions)
                || (conditions.hasNonNull("minKernel") && newEnough(conditions));
    }

    private boolean containsAll(JsonNode caps) {
        return capabilities.containsAll(texts(caps));
    }

    private boolean ofThisProcessor(JsonNode conditions) {
        return texts(conditions.path("arches")).contains(processor.names().getFirst());
    }

    private static boolean newEnough(JsonNode conditions) throws IOException {
        String wanted = conditions.path("minKernel").asString("");
        if (!wanted.matches("\\d{1,6}\\.\\d{1,6}")) {
            throw new IOException("Decoding seccomp profile failed: minKernel " + wanted);
        }
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease"));
        return number(release) >= number(wanted);
    }

    private static long number(String version) {
        String[] parts = version.split("[^0-9]", 3);
        return Long.parseLong(parts[0]) * 1_000_000 + Long.parseLong(parts[1]);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(each -> each.asString(""))
                .toList();
    }
}
