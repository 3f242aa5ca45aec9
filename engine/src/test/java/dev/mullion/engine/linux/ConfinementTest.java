package dev.mullion.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.linux.libc.LibC;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.ResourceUsage;
import dev.mullion.engine.runtime.SecuritySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a container can't do, and what it may use. */
class ConfinementTest {

    private static RuntimeFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = new RuntimeFixture();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        List<String> left = fixture.leftovers();
        fixture.close();
        assertThat(left).isEmpty();
    }

    private static String sh(String script) throws Exception {
        return fixture.output(fixture.spec("sh", "-c", script));
    }

    @Test
    void systemCallsAreFilteredAlsoByRulesCompiledBefore() throws Exception {
        String script = "grep Seccomp: /proc/self/status; unshare -m true || echo refused";

        assertThat(sh(script)).contains("Seccomp:\t2").contains("refused");
        assertThat(sh(script)).contains("Seccomp:\t2").contains("refused");
    }

    @Test
    void ownProfileIsObeyed() throws Exception {
        TestSpec none = fixture.spec("grep", "Seccomp:", "/proc/self/status");
        none.seccomp = "unconfined";
        TestSpec own = fixture.spec("sh", "-c", "mkdir /tmp/no || echo refused; echo ok");
        own.seccomp =
                """
                {"defaultAction": "SCMP_ACT_ALLOW",
                 "archMap": [{"architecture": "SCMP_ARCH_X86_64",
                              "subArchitectures": ["SCMP_ARCH_X86"]}],
                 "syscalls": [
                   {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO",
                    "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
                   {"names": ["write"], "action": "SCMP_ACT_ERRNO",
                    "includes": {"caps": ["CAP_SYS_ADMIN"]}}]}
                """;

        assertThat(fixture.output(none)).contains("Seccomp:\t0");
        assertThat(fixture.output(own)).contains("refused").contains("ok");
    }

    @Test
    void capabilitiesAreTheUsualOnesChangedAsAsked() throws Exception {
        TestSpec fewer = fixture.spec("grep", "CapEff", "/proc/self/status");
        fewer.capDrop = List.of("ALL");
        fewer.capAdd = List.of("CAP_NET_ADMIN");
        TestSpec user = fixture.spec("grep", "CapEff", "/proc/self/status");
        user.user = "1000";

        assertThat(sh("grep CapEff /proc/self/status")).contains("00000000a80425fb");
        assertThat(fixture.output(fewer)).contains("0000000000001000");
        assertThat(fixture.output(user)).contains("0000000000000000");
    }

    @Test
    void privilegedGetsNoMoreThanTheEngineHas() throws Exception {
        TestSpec all =
                fixture.spec(
                        "sh",
                        "-c",
                        "grep CapBnd /proc/self/status; test -b /dev/vda -o -e /dev/kmsg && echo devices");
        all.privileged = true;
        String own =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("CapBnd"))
                        .findFirst()
                        .orElseThrow();

        assertThat(fixture.output(all)).contains(own).contains("devices");
    }

    @Test
    void noNewPrivilegesIsSet() throws Exception {
        TestSpec spec = fixture.spec("grep", "NoNewPrivs", "/proc/self/status");
        spec.noNewPrivileges = true;

        assertThat(fixture.output(spec)).contains("1");
    }

    @Test
    void pathsOfTheKernelAreHiddenOrReadOnly() throws Exception {
        assertThat(
                        sh(
                                "wc -c < /proc/interrupts; ls /sys/firmware | wc -l; echo 1 > /proc/sys/vm/swappiness || echo denied"))
                .contains("0\n0\n", "denied");
    }

    @Test
    void rootIsReadOnlyWhereAskedAndMountsAreNot() throws Exception {
        Path shared = Files.createDirectories(fixture.folder.resolve("shared"));
        TestSpec spec =
                fixture.spec(
                        "sh",
                        "-c",
                        "touch /no || echo denied; echo text > /data/file; touch /tmp/yes && echo memory; touch /ro/no || echo ro");
        spec.readOnlyRoot = true;
        spec.mounts.add(new MountSpec.Bind(shared, "/data", false, List.of()));
        spec.mounts.add(new MountSpec.Bind(shared, "/ro", true, List.of()));
        spec.mounts.add(new MountSpec.Memory("/tmp", List.of("size=1m")));
        for (String target : List.of("data", "ro")) {
            Files.createDirectories(fixture.root.resolve(target));
        }

        assertThat(fixture.output(spec)).contains("denied", "memory", "ro\n");
        assertThat(shared.resolve("file")).hasContent("text\n");
    }

    @Test
    void memoryIsLimitedAndLackOfItTold() throws Exception {
        TestSpec spec =
                fixture.spec(
                        "sh",
                        "-c",
                        "exec awk 'BEGIN { x = \"0123456789abcdef\"; while (1) x = x x }'");
        spec.memory = 64 << 20;
        ContainerId id = fixture.run(spec);

        ProcessExit exit = fixture.exit(id);

        assertThat(exit.code()).isEqualTo(137);
        assertThat(exit.outOfMemory()).isTrue();
        assertThat(fixture.outOfMemory).containsOnlyOnce(id);
        fixture.runtime.delete(id);
    }

    @Test
    void processesAreCountedAndLimited() throws Exception {
        TestSpec spec =
                fixture.spec(
                        "sh",
                        "-c",
                        "(for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done); exec sleep 1000");
        spec.pids = 5;
        spec.memory = 100 << 20;
        spec.log = fixture.folder.resolve("log-pids");
        ContainerId id = fixture.run(spec);

        // the inner shell gives up and leaves its three
        RuntimeFixture.await(
                "the limit was met",
                () -> {
                    try {
                        return Files.readString(spec.log).contains("can't fork")
                                && fixture.runtime.usage(id).pids() == 4;
                    } catch (java.io.IOException e) {
                        return false;
                    }
                });
        ResourceUsage usage = fixture.runtime.usage(id);

        assertThat(usage.pidsLimit()).isEqualTo(5);
        assertThat(usage.memory()).isBetween(1L, 100L << 20);
        assertThat(usage.memoryLimit()).isEqualTo(100 << 20);
        assertThat(usage.cpuTotal()).isPositive();
        assertThat(usage.systemCpu()).isGreaterThan(usage.cpuTotal());
        assertThat(usage.onlineCpus()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(fixture.runtime.processes(id)).hasSize(4);
        fixture.runtime.delete(id);
    }

    @Test
    void limitsChangeWhileItRuns() throws Exception {
        TestSpec spec = fixture.spec("sleep", "1000");
        spec.memory = 64 << 20;
        spec.pids = 5;
        ContainerId id = fixture.run(spec);
        spec.memory = 128 << 20;
        spec.pids = 0;

        fixture.runtime.update(id, spec.limits());

        assertThat(fixture.runtime.usage(id).memoryLimit()).isEqualTo(128 << 20);
        assertThat(fixture.runtime.usage(id).pidsLimit()).isZero();
        fixture.runtime.delete(id);
    }

    @Test
    void limitsOfProcessesStayBelowTheEnginesOwn() throws Exception {
        TestSpec spec = fixture.spec("sh", "-c", "ulimit -Sn; ulimit -Hn; ulimit -c");
        spec.ulimits =
                List.of(
                        new ResourceLimits.Ulimit("nofile", 1000, 1L << 40),
                        new ResourceLimits.Ulimit("core", 0, 0));

        List<String> lines = fixture.output(spec).lines().toList();

        assertThat(lines.get(0)).isEqualTo("1000");
        assertThat(Long.parseLong(lines.get(1))).isLessThan(1L << 40);
        assertThat(lines.get(2)).isEqualTo("0");
    }

    @Test
    void usersAreLookedUpInTheContainersOwnFiles() throws Exception {
        Files.writeString(
                fixture.root.resolve("etc/passwd"),
                "root:x:0:0:root:/root:/bin/sh\nann:x:1001:1002::/home/ann:/bin/sh\n");
        Files.writeString(
                fixture.root.resolve("etc/group"), "root:x:0:\nann:x:1002:\nplay:x:1003:bob,ann\n");
        TestSpec spec = fixture.spec("sh", "-c", "id -u; id -g; id -G; echo $HOME $HOSTNAME");
        spec.user = "ann";
        TestSpec group = fixture.spec("sh", "-c", "id -u; id -g; id -G");
        group.user = "ann:play";
        group.groups = List.of("77");
        TestSpec nobody = fixture.spec("true");
        nobody.user = "eve";

        TestSpec bare = fixture.spec("/bin/env");
        bare.environment = List.of("A=1", "B=2", "A", "PATH=/bin", "HOSTNAME");

        assertThat(fixture.output(bare).lines()).containsExactly("PATH=/bin", "B=2", "HOME=/root");
        assertThat(fixture.output(spec)).isEqualTo("1001\n1002\n1002 1003\n/home/ann box\n");
        assertThat(fixture.output(group)).isEqualTo("1001\n1003\n1003 77\n");
        assertThatThrownBy(() -> fixture.run(nobody))
                .hasMessageContaining(
                        "unable to find user eve: no matching entries in passwd file");
    }

    @Test
    void linkInTheContainerCannotLeadTheLookupOutOfIt() throws Exception {
        Path secret = fixture.folder.resolve("passwd");
        Files.writeString(secret, "mallory:x:0:0::/:/bin/sh\n");
        Path passwd = fixture.root.resolve("etc/passwd");
        Files.deleteIfExists(passwd);
        Files.createSymbolicLink(passwd, secret);
        TestSpec spec = fixture.spec("true");
        spec.user = "mallory";
        try {
            assertThatThrownBy(() -> fixture.run(spec))
                    .hasMessageContaining("unable to find user mallory");
        } finally {
            Files.delete(passwd);
        }
    }

    @Test
    void nothingThatIsNoFileIsOpenedToLookUsersUp() throws Exception {
        Path passwd = fixture.root.resolve("etc/passwd");
        Files.deleteIfExists(passwd);
        // who writes into a pipe waits until somebody has opened it to read
        LibC.mknod(passwd.toString(), 0010644, 0);
        Process writer =
                new ProcessBuilder("sh", "-c", "echo root:x:0:0:: > " + passwd).inheritIO().start();
        try {
            RuntimeFixture.await(
                    "the writer waits",
                    () -> writer.toHandle().info().command().isPresent() && writer.isAlive());
            assertThat(sh("echo ran")).isEqualTo("ran\n");
            assertThat(writer.isAlive()).isTrue();
        } finally {
            writer.destroyForcibly().waitFor();
            Files.delete(passwd);
        }
    }

    @Test
    void namespacesOfNothingButItsContainersAreJoined() throws Exception {
        TestSpec spec = fixture.spec("true");
        spec.pidNamespace = ProcessHandle.current().pid();
        assertThatThrownBy(() -> fixture.run(spec)).hasMessageContaining("has ended");

        ContainerId other = fixture.run(fixture.spec("sleep", "1000"));
        TestSpec beside = fixture.spec("sh", "-c", "ps | grep -c 'sleep 1000'");
        beside.pidNamespace = fixture.runtime.processes(other).getFirst();
        assertThat(fixture.output(beside)).isNotEqualTo("0\n");
        fixture.runtime.delete(other);
    }

    @Test
    void deviceIsSeenOnlyIfGiven() throws Exception {
        TestSpec given =
                fixture.spec("sh", "-c", "test -c /dev/mine && head -c 0 /dev/mine && echo usable");
        given.devices = List.of(new SecuritySpec.Device("/dev/fuse", "/dev/mine", "rwm"));
        if (!Files.exists(Path.of("/dev/fuse"))) {
            given.devices = List.of(new SecuritySpec.Device("/dev/zero", "/dev/mine", "rwm"));
        }

        assertThat(fixture.output(given)).contains("usable");
        assertThat(
                        sh(
                                "ls /dev/mine 2>&1; mknod /tmp/vda b 254 0 && head -c 1 /tmp/vda || echo denied"))
                .contains("No such file")
                .contains("denied");
    }

    @Test
    void initReapsAndFolderIsMade() throws Exception {
        TestSpec spec = fixture.spec("sh", "-c", "pwd; cat /proc/1/comm");
        spec.init = true;
        spec.directory = "/made/for/it";

        assertThat(fixture.output(spec)).contains("/made/for/it").contains("init");
    }

    @Test
    void namesAndKernelSettingsAreItsOwn() throws Exception {
        TestSpec spec =
                fixture.spec(
                        "sh",
                        "-c",
                        "hostname; cat /proc/sys/kernel/domainname /proc/sys/net/ipv4/ip_forward; df /dev/shm | tail -1");
        spec.domainname = "example.org";
        spec.sysctls.put("net.ipv4.ip_forward", "1");

        assertThat(fixture.output(spec)).contains("box\nexample.org\n1\n").contains("65536");
    }
}
