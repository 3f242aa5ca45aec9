package dev.mullion.engine.settings;

/** One thing that can be set, by the same name as a flag and in the configuration file. */
enum Setting {
    DATA("data", "DIR", false, "where images, containers and volumes are kept"),
    RUN("run", "DIR", false, "what lives until the next boot (default /run/mullion)"),
    SOCKET("socket", "PATH", false, "the unix socket to answer on (default DATA/engine.sock)"),
    GROUP("socket-group", "NAME", false, "the group that may use the socket, beside its owner"),
    TCP("tcp", "HOST:PORT", false, "answer on TCP too; needs --tls"),
    TLS(
            "tls",
            "DIR",
            false,
            "ca.pem, cert.pem and key.pem: clients must show a certificate of that authority"),
    ALLOW(
            "allow",
            "WHAT",
            true,
            "host-network, host-pid, host-ipc, host-uts, host-files, host-devices, unconfined or privileged"),
    REQUIRE_ISOLATION(
            "require-isolation",
            "hyperv",
            false,
            "nothing runs without a kernel of its own, whoever asks for it"),
    GUARDED(
            "guarded",
            "FILE",
            false,
            "nothing comes to run that the portal with this public key (PEM) hasn't admitted"),
    EMULATED(
            "emulated",
            "BUILD",
            false,
            "pretend a Windows host such as 10.0.20348.2700 (add ,workstation or ,no-hypervisor)"),
    RECORD_CALLS(
            "record-calls",
            "FILE",
            false,
            "write every call of Windows with its answer to a file, to find out what a host does"),
    STOP_LIMIT(
            "stop-limit",
            "SECONDS",
            false,
            "how long Windows may take to end a container before it is ended by force (default 600)"),
    RUNTIME("runtime", "PATH", false, "the OCI runtime (default: crun, else runc, from the PATH)"),
    SUBNET(
            "subnet",
            "CIDR",
            false,
            "addresses of the default network (default: a free private one)"),
    MTU("mtu", "BYTES", false, "largest packet of the default network (default 1500)"),
    INSECURE_REGISTRY(
            "insecure-registry",
            "HOST[:PORT]",
            true,
            "a registry without TLS, or with a certificate nobody knows"),
    REGISTRY_MIRROR("registry-mirror", "URL", true, "asked before docker.io"),
    REGISTRY_CERTS(
            "registry-certs",
            "DIR",
            false,
            "a folder for each registry with ca.crt, client.cert, client.key (default /etc/docker/certs.d)"),
    MAX_DOWNLOADS("max-downloads", "N", false, "layers fetched at once by one pull (default 3)"),
    MAX_LAYER("max-layer", "SIZE", false, "a layer that unpacks to more is refused (default 64g)"),
    MAX_LAYER_FILES(
            "max-layer-files", "N", false, "a layer with more files is refused (default 2000000)"),
    STARTER(
            "starter",
            "FILE",
            false,
            "a root file system as tar: becomes mullion/starter if there is no image yet"),
    LOG_MAX_SIZE(
            "log-max-size",
            "SIZE",
            false,
            "a container's log file is turned over at this size (default 100m)"),
    LOG_MAX_FILES(
            "log-max-files", "N", false, "files of a container's log that are kept (default 3)"),
    LOG_LEVEL(
            "log-level",
            "LEVEL",
            false,
            "of the engine's own log: error, warning, info or debug (default info)"),
    CONFIG(
            "config",
            "FILE",
            false,
            "these settings as JSON: {\"data\": \"…\", \"allow\": [\"…\"]}; flags win");

    private final String name;
    private final String value;
    private final boolean many;
    private final String help;

    Setting(String name, String value, boolean many, String help) {
        this.name = name;
        this.value = value;
        this.many = many;
        this.help = help;
    }

    String flag() {
        return "--" + name;
    }

    String key() {
        return name;
    }

    boolean many() {
        return many;
    }

    String helpLine() {
        return "  %-32s %s%s"
                .formatted(flag() + " " + value, help, many ? " (may be given again)" : "");
    }
}
