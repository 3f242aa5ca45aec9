package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pasted requests. */
class RunLineTest {

    @Test
    void lineBecomesTheRequestThatDockersClientWouldSend() {
        CreateContainer read =
                RunLine.read(
                        """
                        docker run -itd --rm --name web \\
                          -p 127.0.0.1:8080:80 -p9090:90/udp -p 70 --isolation=hyperv \\
                          -v 'C:\\My data:C:\\in:ro' -v C:\\own -v //./pipe/x:\\\\.\\pipe\\x \\
                          --mount type=volume,src=cache,dst=C:\\cache,volume-opt=o=bind,readonly \\
                          -e A=1 -e "B=two words" --label team=red -m 512m --cpus 1.5 \\
                          --security-opt credentialspec=file://web.json -u ContainerUser \\
                          --network nat --network-alias db --ip 172.20.0.9 \\
                          mcr.microsoft.com/windows/servercore:ltsc2022 cmd /c -v "a b"
                        """);

        var host = read.hostConfig();
        var config = read.config();
        assertThat(config.image()).isEqualTo("mcr.microsoft.com/windows/servercore:ltsc2022");
        assertThat(config.cmd()).containsExactly("cmd", "/c", "-v", "a b");
        assertThat(config.env()).containsExactly("A=1", "B=two words");
        assertThat(config.labels()).containsEntry("team", "red");
        assertThat(config.user()).isEqualTo("ContainerUser");
        assertThat(config.tty() && config.openStdin() && host.autoRemove()).isTrue();
        assertThat(config.volumes()).containsOnlyKeys("C:\\own");
        assertThat(config.exposedPorts()).containsOnlyKeys("80/tcp", "90/udp", "70/tcp");
        assertThat(host.portBindings())
                .containsEntry("80/tcp", List.of(new PortBinding("127.0.0.1", "8080")))
                .containsEntry("90/udp", List.of(new PortBinding(null, "9090")))
                .containsEntry("70/tcp", List.of(new PortBinding(null, null)));
        assertThat(host.isolation()).isEqualTo(Isolation.HYPERV);
        assertThat(host.binds())
                .containsExactly("C:\\My data:C:\\in:ro", "//./pipe/x:\\\\.\\pipe\\x");
        assertThat(host.mounts())
                .singleElement()
                .satisfies(mount -> {
                    assertThat(mount.source()).isEqualTo("cache");
                    assertThat(mount.readOnly()).isTrue();
                    Mount.VolumeOptions options = mount.volumeOptions();
                    assertThat(options).isNotNull();
                });
        assertThat(host.resources().memory()).isEqualTo(512L << 20);
        assertThat(host.resources().nanoCpus()).isEqualTo(1_500_000_000L);
        assertThat(host.securityOpt()).containsExactly("credentialspec=file://web.json");
        assertThat(read.networkingConfig()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--privileged | privileges",
                "--cap-add=ALL | privileges",
                "--cap-add SYS_ADMIN | privileges",
                "--pid host | privileges",
                "--ipc=host | privileges",
                "--uts=host | privileges",
                "--userns=host | privileges",
                "--cgroupns=host | privileges",
                "--cgroup-parent=/ | privileges",
                "--security-opt seccomp=unconfined | privileges",
                "--security-opt=systempaths=unconfined | privileges",
                "--runtime=other | privileges",
                "--sysctl kernel.core_pattern=x | privileges",
                "--annotation a=b | privileges",
                "--oom-score-adj=-500 | privileges",
                "--net host | networks",
                "--network=host | networks",
                "--network=container:theirs | foreign",
                "--volumes-from theirs | foreign",
                "--link theirs:db | foreign",
                "-v /:/host | engine",
                "-v/etc:/x | hostPaths",
                "--volume=/etc:/x:ro | hostPaths",
                "--mount type=bind,src=/etc,dst=/x | hostPaths",
                "--mount type=volume,dst=/x,volume-opt=device=/etc | volumes",
                "--mount dst=/x,volume-driver=nfs | volumes",
                "--device /dev/sda | devices",
                "--gpus all | devices",
                "--device-cgroup-rule='c 1:3 rwm' | devices",
                "-p 8080:80 | hostPorts",
                "-P | hostPorts",
                "-u root | user",
                "-u0 | user",
                "--mac-address=02:00:00:00:00:01 | networkAddresses",
                "--log-driver=syslog | logDrivers",
                "-l mullion.tenant=x | labels",
                "--isolation=process | isolation",
            })
    void optionIsJudgedLikeTheMemberItStandsFor(String option, String rule) {
        CreateContainer pasted =
                RunLine.read("docker container create " + option + " " + Requests.PINNED);
        Workload asked = Requests.with(Requests.good(HostSystem.LINUX, Trust.HOSTILE), pasted);
        Workload exposing =
                Requests.imageConfig(config -> config.exposedPorts(Map.of("80/tcp", Map.of())))
                        .apply(asked);

        assertThat(Guardrail.judge(exposing, Requests.policy(Trust.HOSTILE)).findings())
                .extracting(Finding::rule)
                .contains(rule);
    }

    @Test
    void pastedLineCanPass() {
        CreateContainer pasted =
                RunLine.read(
                        "docker run -d --isolation hyperv -m 1g --cpus 2 --pids-limit 100"
                                + " --cap-drop ALL --security-opt no-new-privileges "
                                + Requests.PINNED);

        assertThat(
                        Guardrail.judge(
                                        Requests.with(
                                                Requests.good(HostSystem.LINUX, Trust.HOSTILE),
                                                pasted),
                                        Requests.policy(Trust.HOSTILE))
                                .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "docker",
                "docker run",
                "docker ps",
                "podman run nginx",
                "docker run -it",
                "docker run --memory",
                "docker run --privileged=maybe nginx",
                "docker run --made-up nginx",
                "docker run --made-up=x nginx",
                "docker run -z nginx",
                "docker run --env-file secrets.env nginx",
                "docker run --label-file x nginx",
                "docker run --cidfile x nginx",
                "docker run --security-opt seccomp=profile.json nginx",
                "docker run --network name=host nginx",
                "docker run -p 8000-8010:8000-8010 nginx",
                "docker run -m lots nginx",
                "docker run --cpus much nginx",
                "docker run --isolation strong nginx",
                "docker run --mount type=bind,src=/a,dst=/b,surprise=1 nginx",
                "docker run --mount \"type=bind,src=/a,dst=/b,surprise\" nginx",
                "docker run nginx; rm -rf /",
                "docker run nginx | sh",
                "docker run nginx && x",
                "docker run $(cat x) nginx",
                "docker run -v $PWD:/x nginx",
                "docker run -v \"$PWD\":/x nginx",
                "docker run -v %CD%:C:\\x nginx",
                "docker run `x` nginx",
                "docker run nginx > x",
                "docker run -v 'x nginx",
                "docker run -v \"C:\\x\\\" nginx",
                "docker run a\\ b",
                "docker run nginx\ndocker run --privileged nginx",
                "{",
                "{}x",
                "[]"
            })
    void whatIsNotUnderstoodIsNoRequest(String text) {
        assertThatExceptionOfType(RequestFormatException.class)
                .isThrownBy(() -> RunLine.read(text))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    @Test
    void jsonOfTheClientIsRead() {
        CreateContainer request = Requests.good(HostSystem.WINDOWS, Trust.HOSTILE).request();

        assertThat(RunLine.read(DockerJson.mapper().writeValueAsString(request)))
                .isEqualTo(request);
    }

    @Test
    void caseOfMembersIsIgnoredAsEnginesDo() {
        CreateContainer read =
                RequestJson.read(
                        "{\"image\": \"nginx\", \"HOSTCONFIG\": {\"privileged\": true, \"binds\":"
                                + " [\"/:/host\"], \"mounts\": [{\"type\": \"bind\"}],"
                                + " \"memory\": 9, \"portbindings\": {\"80/tcp\":"
                                + " [{\"hostport\": \"81\"}]}}, \"networkingconfig\":"
                                + " {\"endpointsconfig\": {\"Net\": {\"ipamconfig\":"
                                + " {\"ipv4address\": \"10.0.0.1\"}}}}}");

        assertThat(read.hostConfig().privileged()).isTrue();
        assertThat(read.hostConfig().binds()).containsExactly("/:/host");
        assertThat(read.hostConfig().mounts()).extracting(Mount::type).containsExactly("bind");
        assertThat(read.hostConfig().resources().memory()).isEqualTo(9);
        assertThat(read.hostConfig().portBindings())
                .containsEntry("80/tcp", List.of(new PortBinding(null, "81")));
        assertThat(String.valueOf(read.networkingConfig())).contains("Net", "10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Image\": \"a\", \"Image\": \"b\"}",
                "{\"Image\": \"a\", \"image\": \"b\"}",
                "{\"Image\": \"a\", \"HostConfig\": {}, \"hostconfig\": {\"Privileged\": true}}",
                "{\"Image\": \"a\", \"HostConfig\": {\"Binds\": [], \"BINDS\": [\"/:/x\"]}}",
                "{\"Image\": \"a\", \"HostConfig\": {\"Mounts\": [{\"Type\": \"volume\", \"type\":"
                        + " \"bind\"}]}}",
                "{\"Image\": \"a\", \"HostConfig\": {\"SurprisingMember\": 1}}",
                "{\"Image\": \"a\", \"Surprise\": {}}",
                "{\"Image\": \"a\", \"HostConfig\": {\"Privileged\": \"true\"}}",
                "{\"Image\": \"a\", \"HostConfig\": {\"Memory\": \"9\"}}",
                "{\"Image\": \"a\", \"HostConfig\": {\"Isolation\": \"strong\"}}",
                "{\"Image\": \"a\"} {\"HostConfig\": {\"Privileged\": true}}",
                "{\"Image\": \"a\", \"HostConfig\": []}",
                "{\"HostConfig\": {}}",
                "{\"config\": {\"Image\": \"a\"}}"
            })
    void jsonThatCouldBeReadOtherwiseIsRefused(String json) {
        assertThatExceptionOfType(RequestFormatException.class)
                .isThrownBy(() -> RequestJson.read(json));
    }
}
