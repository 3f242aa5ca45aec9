package dev.mullion.security.guardrail;

import java.util.List;

/** What may be written about a container, and where it writes to. */
final class LabelChecks {

    private LabelChecks() {}

    static void logDriver(Workload asked, Among allowed, Objections objections) {
        var log = asked.hostConfig().logConfig();
        if (log != null && !log.type().isEmpty() && !allowed.allows(log.type())) {
            objections.add(
                    "HostConfig.LogConfig.Type",
                    log.type(),
                    allowed.listed("no log driver but the host's usual one") + " may be used",
                    "Leave it out.");
        }
    }

    /** Always: nobody else makes the portal's labels. */
    static void labels(Workload asked, Always always, Objections objections) {
        reserved("Labels", List.copyOf(asked.config().labels().keySet()), objections);
        reserved(
                "Image",
                List.copyOf(asked.image().details().config().labels().keySet()),
                objections);
        for (AskedMount mount : AskedMount.all(asked)) {
            if (mount.detail() != null && mount.detail().volumeOptions() != null) {
                reserved(
                        mount.field() + ".VolumeOptions.Labels",
                        List.copyOf(mount.detail().volumeOptions().labels().keySet()),
                        objections);
            }
        }
    }

    private static void reserved(String field, List<String> labels, Objections objections) {
        for (String label : labels) {
            String small = HostPath.smallLetters(label.strip());
            if (small.startsWith("mullion.")
                    || small.startsWith("dev.mullion.")
                    || small.equals("mullion")) {
                objections.add(
                        field,
                        label,
                        "labels that begin with mullion. or dev.mullion. are the portal's own",
                        "Choose another label.");
            }
        }
    }
}
