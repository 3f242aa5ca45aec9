package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Digest;
import dev.mullion.docker.api.ResourcesBuilder;
import dev.mullion.security.Trust;
import dev.mullion.security.guardrail.TargetHost.HostSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a container may use, and from where its image comes. */
class LimitTest {

    private static final String LIMITS =
            "\"memoryBytes\": 1073741824, \"processors\": 2, \"processes\": 200, \"storageBytes\":"
                    + " 21474836480";

    private static List<String> refused(Workload asked, String rules) {
        return Guardrail.judge(
                        asked,
                        Policies.merge(
                                new PolicyLevel(
                                        Origin.tenant(Requests.TENANT, "Red"),
                                        PolicyDocument.read("{\"rules\": {" + rules + "}}"))))
                .findings()
                .stream()
                .map(Finding::field)
                .toList();
    }

    private static List<String> refused(HostSystem system, UnaryOperator<ResourcesBuilder> change) {
        return refused(
                Requests.resources(change).apply(Requests.good(system, Trust.TRUSTED)), LIMITS);
    }

    @Test
    void whatIsWithinItsLimitsMayRun() {
        assertThat(refused(HostSystem.LINUX, limits -> limits)).isEmpty();
        assertThat(refused(HostSystem.WINDOWS, limits -> limits)).isEmpty();
        assertThat(refused(HostSystem.LINUX, limits -> limits.nanoCpus(2_000_000_000L))).isEmpty();
    }

    @Test
    void moreOrNoLimitIsRefused() {
        assertThat(refused(HostSystem.LINUX, limits -> limits.memory((1L << 30) + 1)))
                .containsExactly("HostConfig.Memory");
        assertThat(refused(HostSystem.LINUX, limits -> limits.memory(0)))
                .containsExactly("HostConfig.Memory");
        assertThat(refused(HostSystem.LINUX, limits -> limits.memorySwap(-1)))
                .containsExactly("HostConfig.MemorySwap");
        assertThat(refused(HostSystem.LINUX, limits -> limits.memorySwap((1L << 31) + 1)))
                .containsExactly("HostConfig.MemorySwap");
        assertThat(refused(HostSystem.LINUX, limits -> limits.nanoCpus(2_000_000_001L)))
                .containsExactly("HostConfig.NanoCpus");
        assertThat(refused(HostSystem.LINUX, limits -> limits.pidsLimit(201L)))
                .containsExactly("HostConfig.PidsLimit");
        assertThat(refused(HostSystem.LINUX, limits -> limits.pidsLimit(0L)))
                .containsExactly("HostConfig.PidsLimit");
    }

    @Test
    void everyWayToSayProcessorsIsCounted() {
        assertThat(refused(HostSystem.LINUX, limits -> limits.nanoCpus(0).cpuQuota(300_000)))
                .containsExactly("HostConfig.NanoCpus");
        assertThat(
                        refused(
                                HostSystem.LINUX,
                                limits -> limits.nanoCpus(0).cpuQuota(300_000).cpuPeriod(150_000)))
                .isEmpty();
        assertThat(refused(HostSystem.LINUX, limits -> limits.cpuQuota(Long.MAX_VALUE)))
                .containsExactly("HostConfig.NanoCpus");
        assertThat(refused(HostSystem.LINUX, limits -> limits.nanoCpus(0).cpuShares(2)))
                .containsExactly("HostConfig.NanoCpus");
        assertThat(refused(HostSystem.WINDOWS, limits -> limits.cpuCount(3)))
                .containsExactly("HostConfig.NanoCpus");
        // a quarter of eight
        assertThat(refused(HostSystem.WINDOWS, limits -> limits.nanoCpus(0).cpuPercent(25)))
                .isEmpty();
        assertThat(refused(HostSystem.WINDOWS, limits -> limits.nanoCpus(0).cpuPercent(26)))
                .containsExactly("HostConfig.NanoCpus");
        // on Linux it means nothing
        assertThat(refused(HostSystem.LINUX, limits -> limits.nanoCpus(0).cpuCount(1)))
                .containsExactly("HostConfig.NanoCpus");
    }

    @ParameterizedTest
    @CsvSource({
        "20G, true",
        "20g, true",
        "20GB, true",
        "20 GiB, true",
        "21474836480, true",
        "19.5G, true",
        "20.5G, false",
        "21G, false",
        "1T, false",
        "0, false",
        "20X, false",
        "-1, false",
        "'', false"
    })
    void sizeOfAContainersFilesIsReadAsDockerWritesIt(String size, boolean allowed) {
        Workload asked =
                Requests.host(host -> host.storageOpt(Map.of("size", size)))
                        .apply(Requests.good(HostSystem.WINDOWS, Trust.TRUSTED));

        assertThat(refused(asked, LIMITS).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void lifetimeIsNeededAndBounded() {
        Workload asked = Requests.good(HostSystem.LINUX, Trust.TRUSTED);

        assertThat(refused(asked, "\"lifetimeSeconds\": 3600")).containsExactly("lifetime");
        assertThat(refused(living(asked, Duration.ofHours(1)), "\"lifetimeSeconds\": 3600"))
                .isEmpty();
        assertThat(refused(living(asked, Duration.ofHours(2)), "\"lifetimeSeconds\": 3600"))
                .containsExactly("lifetime");
    }

    private static Workload living(Workload asked, @Nullable Duration lifetime) {
        return new Workload(
                asked.placement(),
                asked.host(),
                asked.request(),
                asked.image(),
                asked.surroundings(),
                lifetime);
    }

    @Test
    void hostIsOneOfThoseThatEveryLevelNames() {
        Workload asked = Requests.good(HostSystem.LINUX, Trust.TRUSTED);
        String pool = "\"hosts\": [\"/pools/" + Requests.POOL + "\"]";
        String host = "\"hosts\": [\"/hosts/" + Requests.HOST + "\"]";
        String both =
                "\"hosts\": [[\"/pools/"
                        + Requests.POOL
                        + "\"], [\"/hosts/"
                        + Requests.HOST
                        + "\"]]";

        assertThat(refused(asked, pool)).isEmpty();
        assertThat(refused(asked, host)).isEmpty();
        assertThat(refused(asked, both)).isEmpty();
        assertThat(refused(asked, "\"hosts\": []")).containsExactly("host");
        assertThat(refused(asked, "\"hosts\": [\"/hosts/" + Requests.POOL + "\"]"))
                .containsExactly("host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"images\": [\"mcr.microsoft.com\"]",
                "\"images\": [\"MCR.microsoft.com/windows\"]",
                "\"images\": [\"docker.io/library/nginx\", \"mcr.microsoft.com/windows/nanoserver\"]"
            })
    void imageOfAListedRepositoryMayRun(String rule) {
        assertThat(refused(Requests.good(HostSystem.LINUX, Trust.TRUSTED), rule)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"images\": []",
                "\"images\": [\"mcr.microsoft.com/win\"]",
                "\"images\": [\"mcr.microsoft.com/windows/nanoserver/x\"]",
                "\"images\": [\"microsoft.com\"]",
                "\"images\": [\"docker.io\"]"
            })
    void imageOfAnotherRepositoryMayNot(String rule) {
        assertThat(refused(Requests.good(HostSystem.LINUX, Trust.TRUSTED), rule))
                .containsExactly("Image");
    }

    @Test
    void partOfARegistryIsNamedInWholeParts() {
        assertThat(Repository.parts("", "docker.io")).containsExactly("docker.io");
        assertThat(Repository.parts("", "docker.io/library"))
                .containsExactly("docker.io", "library");
        assertThat(Repository.parts("", "Localhost:5000/a/b"))
                .containsExactly("localhost:5000", "a", "b");
    }

    @Test
    void nameThatSomebodyGaveAnImageDoesNotCount() {
        Workload tagged =
                Requests.image(image ->
                                new ResolvedImage(
                                        image.details().toBuilder()
                                                .repoTags(
                                                        List.of(Requests.REPOSITORY + ":ltsc2022"))
                                                .repoDigests(
                                                        List.of(
                                                                "evil.example/x@sha256:"
                                                                        + Requests.HEX))
                                                .build(),
                                        true,
                                        Set.of()))
                        .andThen(
                                Requests.config(
                                        config -> config.image(Requests.REPOSITORY + ":ltsc2022")))
                        .apply(Requests.good(HostSystem.LINUX, Trust.TRUSTED));

        assertThat(refused(tagged, "\"images\": [\"mcr.microsoft.com\"]")).containsExactly("Image");
        assertThat(refused(tagged, "\"images\": \"any\"")).isEmpty();
    }

    @Test
    void idNamesNoRepository() {
        Workload byId =
                Requests.config(config ->
                                config.image(new Digest("sha256", Requests.HEX).toString()))
                        .apply(Requests.good(HostSystem.LINUX, Trust.TRUSTED));

        assertThat(refused(byId, "\"images\": [\"mcr.microsoft.com\"]")).containsExactly("Image");
    }
}
