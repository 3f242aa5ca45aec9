package dev.mullion.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.Compatibility.CannotRun;
import dev.mullion.docker.Compatibility.Host;
import dev.mullion.docker.Compatibility.Image;
import dev.mullion.docker.Compatibility.Runs;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {

    /** Cases of hcsshim's tests of platforms, Microsoft's matrix and containerd's rule. */
    @ParameterizedTest
    @CsvSource({
        // host, image, process, hyperv
        "17763, 17763, yes, yes",
        "17763, 20348, no, no",
        "20348, 17763, no, yes",
        "20348, 20348, yes, yes",
        "22621, 17763, no, yes",
        "22621, 20348, yes, yes",
        "26100, 20348, yes, yes",
        "20348, 26100, no, no",
        "20348, 22621, no, no",
        "26100, 22621, yes, yes",
        "26200, 20348, yes, yes",
        "26200, 26100, yes, yes",
        "26100, 26200, no, no",
        "26100, 17763, no, yes",
        "26100, 26100, yes, yes",
        "26100, 25398, yes, yes",
        "25398, 20348, yes, yes",
        "25398, 25398, yes, yes",
        "25398, 26100, no, no",
        "22000, 20348, yes, yes",
        "18362, 17763, no, yes",
        "18362, 18362, yes, yes",
        "19045, 19041, no, yes",
        "17763, 14393, no, yes",
        "20348, 14393, no, yes",
        "26100, 14393, no, yes",
        "14393, 14393, no, no",
    })
    void whatRunsWhere(int host, int image, String process, String hyperv) {
        Set<Isolation> expected = EnumSet.noneOf(Isolation.class);
        if (process.equals("yes")) {
            expected.add(Isolation.PROCESS);
        }
        if (hyperv.equals("yes")) {
            expected.add(Isolation.HYPERV);
        }
        // the fourth number is always the other one's better
        for (int revision : new int[] {1, 9999}) {
            Compatibility fit =
                    Compatibility.of(
                            new Host(version(host, 5000), true, true),
                            new Image(version(image, revision), true));
            assertThat(fit.possible()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
"""
# host  | server | hypervisor | image | vm    | wanted  | verdict
  20348 | true   | true       | 20348 | true  | default | process
  20348 | false  | true       | 20348 | true  | default | hyperv
  20348 | true   | true       | 20348 | true  | hyperv  | hyperv
  20348 | true   | false      | 20348 | false | default | process
  26100 | false  | true       | 26100 | true  | process | process
  20348 | true   | true       | 17763 | true  | default | This image is ltsc2019 (10.0.17763.1); this host is build 20348 (Windows Server 2022): choose Hyper-V isolation, or the ltsc2022 tag
  20348 | true   | true       | 17763 | true  | hyperv  | hyperv
  20348 | true   | false      | 17763 | true  | process | This image is ltsc2019 (10.0.17763.1); this host is build 20348 (Windows Server 2022): choose the ltsc2022 tag; or add the Hyper-V feature to this host
  20348 | true   | true       | 17763 | false | process | This image is ltsc2019 (10.0.17763.1); this host is build 20348 (Windows Server 2022): choose the ltsc2022 tag
  20348 | true   | true       | 26100 | true  | process | This image is ltsc2025 (10.0.26100.1); this host is build 20348 (Windows Server 2022), and no host runs an image that is newer than itself: choose the ltsc2022 tag
  20348 | true   | true       | 26100 | true  | hyperv  | This image is ltsc2025 (10.0.26100.1); this host is build 20348 (Windows Server 2022), and no host runs an image that is newer than itself: choose the ltsc2022 tag
  26200 | false  | true       | 17763 | true  | process | This image is ltsc2019 (10.0.17763.1); this host is build 26200 (Windows 11 25H2): choose Hyper-V isolation, or the ltsc2025 tag
  19045 | false  | true       | 20348 | true  | process | This image is ltsc2022 (10.0.20348.1); this host is build 19045 (Windows 10 22H2), and no host runs an image that is newer than itself: choose the ltsc2019 tag with Hyper-V isolation
  19045 | false  | false      | 17763 | true  | process | This image is ltsc2019 (10.0.17763.1); this host is build 19045 (Windows 10 22H2); nothing on this host runs it; or add the Hyper-V feature to this host
  17763 | true   | true       | 14393 | true  | default | This image is ltsc2016 (10.0.14393.1); this host is build 17763 (Windows Server 2019): choose Hyper-V isolation, or the ltsc2019 tag
  20348 | true   | false      | 20348 | true  | hyperv  | Hyper-V isolation needs the Hyper-V feature of Windows, which this host, build 20348 (Windows Server 2022), doesn't offer: choose process isolation; or add the Hyper-V feature to this host
  20348 | true   | false      | 17763 | true  | hyperv  | Hyper-V isolation needs the Hyper-V feature of Windows, which this host, build 20348 (Windows Server 2022), doesn't offer: choose the ltsc2022 tag with process isolation; or add the Hyper-V feature to this host
  20348 | true   | true       | 20348 | false | hyperv  | Hyper-V isolation needs a utility VM in the base layer, which this image, ltsc2022 (10.0.20348.1), doesn't have: choose process isolation
  20348 | true   | true       | 17763 | false | hyperv  | Hyper-V isolation needs a utility VM in the base layer, which this image, ltsc2019 (10.0.17763.1), doesn't have: choose the ltsc2022 tag
  14393 | true   | true       | 14393 | true  | default | This host is build 14393 (Windows Server 2016): containers need Windows Server 2019, Windows 10 1809 (build 17763) or a newer Windows
  27000 | true   | true       | 26500 | true  | process | process
  27000 | true   | true       | 19043 | true  | process | This image is Windows 10 21H1 (10.0.19043.1); this host is build 27000: choose Hyper-V isolation, or the ltsc2025 tag
""")
    void whatAWishComesTo(
            int host,
            boolean server,
            boolean hypervisor,
            int image,
            boolean utilityVm,
            String wanted,
            String verdict) {
        var judged =
                Compatibility.of(
                                new Host(version(host, 5000), server, hypervisor),
                                new Image(version(image, 1), utilityVm))
                        .judge(Isolation.of(wanted));
        String text =
                switch (judged) {
                    case Runs runs -> runs.isolation().wire();
                    case CannotRun refused -> refused.sentence();
                };
        assertThat(text).isEqualTo(verdict);
    }

    @Test
    void anImageThatDoesNotSayItsVersionIsGivenAChance() {
        Image unknown = new Image(null, false);
        assertThat(judged(unknown, Isolation.PROCESS)).isEqualTo(new Runs(Isolation.PROCESS));
        assertThat(judged(unknown, Isolation.HYPERV))
                .isInstanceOfSatisfying(
                        CannotRun.class,
                        refused ->
                                assertThat(refused.sentence()).contains("of an unknown version"));
    }

    @Test
    void anotherGenerationOfWindowsNeverSharesAKernelAndCountsAsNewerOrOlder() {
        assertThat(judged(new Image(OsVersion.of("11.0.1.1"), true), Isolation.HYPERV))
                .isInstanceOf(CannotRun.class);
        assertThat(judged(new Image(OsVersion.of("6.3.20348.1"), true), Isolation.PROCESS))
                .isInstanceOf(CannotRun.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17763 | of Windows build 17763 (ltsc2019)",
                "19045 | of Windows build 19045",
                "20348 | of Windows build 20348 (ltsc2022)",
                "22631 | of a Windows build from 20348 (ltsc2022) to 22631",
                "26100 | of a Windows build from 20348 (ltsc2022) to 26100 (ltsc2025)",
                "26200 | of a Windows build from 20348 (ltsc2022) to 26200",
            })
    void whatRunsInProcessIsSaidAsTheTableHasIt(int host, String sentence) {
        assertThat(Compatibility.imagesInProcess(version(host, 1))).isEqualTo(sentence);
    }

    private static Compatibility.Verdict judged(Image image, Isolation wanted) {
        return Compatibility.of(new Host(version(20348, 1), true, true), image).judge(wanted);
    }

    private static OsVersion version(int build, int revision) {
        return new OsVersion(10, 0, build, revision);
    }
}
