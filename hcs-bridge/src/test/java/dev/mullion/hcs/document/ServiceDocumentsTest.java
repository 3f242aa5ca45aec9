package dev.mullion.hcs.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.hcs.document.ComputeSystemDocument.CredentialGuard;
import dev.mullion.hcs.document.ServiceProperties.HvSocketConfig;
import dev.mullion.hcs.document.ServiceProperties.Instance;
import dev.mullion.hcs.document.ServiceProperties.Property;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServiceDocumentsTest {

    private static final CredentialGuard GUARD =
            new CredentialGuard("c0ffee", "endpoint-1", "LRPC", "{}");

    private static final ServiceProperties SERVICE =
            new ServiceProperties(
                    List.of(
                            new Property(
                                    List.of(new SchemaVersion(1, 0), new SchemaVersion(2, 5)),
                                    null),
                            new Property(
                                    null,
                                    List.of(
                                            new Instance("web-01", GUARD, null),
                                            new Instance(
                                                    "vm-01",
                                                    new CredentialGuard(
                                                            "beef", "endpoint-2", "HvSocket", "{}"),
                                                    new HvSocketConfig(
                                                            "0c1f2b0e-6a1d-4c52-9f0b-0c8e6a5b7d11",
                                                            Map.of(
                                                                    "AllowWildcardBinds",
                                                                    true)))))));

    @Test
    void whatTheServiceTellsOfItself() {
        Golden.holds("service-properties.json", SERVICE);
        assertThat(SERVICE.credentialGuard("web-01")).contains(GUARD);
        assertThat(SERVICE.credentialGuard("web-02")).isEmpty();
        assertThat(new ServiceProperties(null).credentialGuard("web-01")).isEmpty();
    }

    @Test
    void theNewestMinorVersionCoversTheOlderOnes() {
        assertThat(SERVICE.supports(SchemaVersion.LOWEST)).isTrue();
        assertThat(SERVICE.supports(new SchemaVersion(2, 5))).isTrue();
        assertThat(SERVICE.supports(new SchemaVersion(2, 6))).isFalse();
        assertThat(SERVICE.supports(new SchemaVersion(3, 0))).isFalse();
        assertThat(new ServiceProperties(List.of()).supports(SchemaVersion.LOWEST)).isFalse();
    }

    @Test
    void whatACrashTells() {
        Golden.holds(
                "crash-report.json",
                new CrashReport(
                        "web-01",
                        "d3f1a2b4-0000-4000-8000-000000000001",
                        new CrashReport.WindowsCrashInfo(
                                "C:\\dumps\\web-01.dmp", 20348L, 0, "Complete"),
                        List.of(209L, 18_446_744_073_709_551L, 2L, 0L, 4_294_967_295L),
                        "stop",
                        -2143878901));
        assertThat(HcsJson.read("{}", CrashReport.class).windowsCrashInfo()).isNull();
    }

    @Test
    void optionsOfPausingSavingAndShuttingDown() {
        assertThat(
                        HcsJson.write(
                                new PauseOptions(
                                        "MemoryLow", new PauseOptions.HostedNotification("Save"))))
                .isEqualTo(
                        "{\"SuspensionLevel\":\"MemoryLow\",\"HostedNotification\":{\"Reason\":\"Save\"}}");
        assertThat(HcsJson.write(SaveOptions.toFile("C:\\vm.vmrs")))
                .isEqualTo("{\"SaveType\":\"ToFile\",\"SaveStateFilePath\":\"C:\\\\vm.vmrs\"}");
        assertThat(HcsJson.write(SaveOptions.asTemplate()))
                .isEqualTo("{\"SaveType\":\"AsTemplate\"}");
        assertThat(HcsJson.write(new ShutdownOptions("GuestConnection", "Reboot", false, "update")))
                .isEqualTo(
                        "{\"Mechanism\":\"GuestConnection\",\"Type\":\"Reboot\",\"Force\":false,"
                                + "\"Reason\":\"update\"}");
    }

    @Test
    void networksAndEndpointsAsTheFirstGenerationSeesThem() {
        Golden.holds(
                "hns-network.json",
                new HnsNetwork(
                        null,
                        "mullion-nat",
                        "nat",
                        List.of(new HnsNetwork.Subnet("172.28.0.0/20", "172.28.0.1")),
                        "10.0.0.53,10.0.0.54",
                        "corp.example",
                        List.of(
                                new NetworkDocument.MacRange(
                                        "00-15-5D-52-C0-00", "00-15-5D-52-CF-FF")),
                        null));
        Golden.holds(
                "hns-endpoint.json",
                new HnsEndpoint(
                        UUID.fromString("0c1f2b0e-6a1d-4c52-9f0b-0c8e6a5b7d11"),
                        "web_nat",
                        UUID.fromString("66d1ef4c-7a00-11e6-8948-00155ddbef9d"),
                        "nat",
                        "00-15-5D-52-C0-10",
                        "172.28.0.10",
                        20,
                        "172.28.0.1",
                        "10.0.0.53,10.0.0.54",
                        "corp.example",
                        true,
                        false,
                        List.of(
                                new HnsEndpoint.Policy("NAT", "tcp", 80, 8080, true, null),
                                new HnsEndpoint.Policy("QOS", null, null, null, null, 1048576L)),
                        new HnsEndpoint.Reference(
                                UUID.fromString("eef2649d-bb17-4d53-9937-295a8efe6f2c")),
                        List.of("web-01"),
                        2));
    }
}
