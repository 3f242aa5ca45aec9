package dev.mullion.security.guardrail;

import dev.mullion.docker.api.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which devices and which accounts of a domain a container may have. */
final class DeviceChecks {

    private static final Pattern CREDENTIAL_SPEC =
            Pattern.compile("(file|registry)://[A-Za-z0-9_][A-Za-z0-9_ .-]*");

    private DeviceChecks() {}

    static void devices(Workload asked, Among allowed, Objections objections) {
        Resources resources = asked.hostConfig().resources();
        for (Resources.DeviceMapping device : resources.devices()) {
            device("HostConfig.Devices", name(device.pathOnHost()), allowed, objections);
        }
        for (Resources.DeviceRequest request : resources.deviceRequests()) {
            for (String name : names(request)) {
                device("HostConfig.DeviceRequests", name, allowed, objections);
            }
        }
        for (String rule : resources.deviceCgroupRules()) {
            device("HostConfig.DeviceCgroupRules", "rule " + rule, allowed, objections);
        }
    }

    private static void device(String field, String name, Among allowed, Objections objections) {
        if (!allowed.allows(name)) {
            objections.add(
                    field,
                    name,
                    allowed.listed("no device of the host") + " may be used",
                    "Leave it out.");
        }
    }

    /**
     * The form in which devices are compared: classes of Windows devices in small letters, paths as
     * they are.
     */
    static String name(String given) {
        return given.startsWith("/") ? given : HostPath.smallLetters(given);
    }

    private static List<String> names(Resources.DeviceRequest request) {
        String driver = request.driver().isEmpty() ? "any driver" : request.driver();
        if (request.deviceIds().isEmpty()) {
            return List.of(driver + ":all");
        }
        List<String> names = new ArrayList<>();
        for (String id : request.deviceIds()) {
            names.add(driver + ":" + id);
        }
        return names;
    }

    static void credentialSpecs(Workload asked, Among allowed, Objections objections) {
        for (SecurityOption option : SecurityOption.all(asked)) {
            if (!option.isCredentialSpec()) {
                continue;
            }
            boolean file = CREDENTIAL_SPEC.matcher(option.value()).matches();
            if (!file && !(allowed.any() && option.value().startsWith("raw://"))) {
                objections.add(
                        option.field(),
                        "a credential spec that isn't a file or a registry value of the host",
                        allowed.listed("no credential spec") + " may be used",
                        "Leave it out, or use one like file://web.json.");
            } else if (!allowed.allows(name(option.value()))) {
                objections.add(
                        option.field(),
                        option.value(),
                        allowed.listed("no credential spec") + " may be used",
                        "Leave it out.");
            }
        }
    }
}
