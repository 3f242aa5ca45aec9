package dev.mullion.hcs.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes are those that Microsoft's documentation of WIN32_STREAM_ID gives, by hand. */
class BackupStreamTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aFileIsWrittenRecordByRecord() throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new BackupWriter(out);
        writer.record(RecordKind.SECURITY, new byte[] {1, 2, 3});
        writer.begin(RecordHeader.of(RecordKind.DATA, 5));
        writer.copy(new ByteArrayInputStream(ascii("hello, and what is behind it")));
        writer.begin(RecordHeader.alternate(":n:$DATA", 2));
        writer.write(ascii("Hi"), 0, 2);
        writer.finish();
        assertThat(out.toByteArray())
                .isEqualTo(
                        bytes(
                                "03000000 00000000 0300000000000000 00000000 010203"
                                        + "01000000 00000000 0500000000000000 00000000 68656C6C6F"
                                        + "04000000 00000000 0200000000000000 10000000"
                                        + "3A006E003A0024004400410054004100 4869"));
    }

    @Test
    void theBlocksOfASparseFileCountTheirOffset() throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new BackupWriter(out);
        writer.begin(new RecordHeader(RecordKind.DATA, RecordHeader.SPARSE, 0, "", 0));
        writer.begin(RecordHeader.sparseBlock(0x10000, 2));
        writer.write(ascii("ab"), 0, 2);
        writer.begin(RecordHeader.sparseBlock(0x20000, 0));
        writer.finish();
        assertThat(out.toByteArray())
                .isEqualTo(
                        bytes(
                                "01000000 08000000 0000000000000000 00000000"
                                        + "09000000 08000000 0A00000000000000 00000000"
                                        + "0000010000000000 6162"
                                        + "09000000 08000000 0800000000000000 00000000"
                                        + "0000020000000000"));
        List<RecordHeader> read = new ArrayList<>();
        try (var reader = new BackupReader(new ByteArrayInputStream(out.toByteArray()))) {
            for (RecordHeader next = reader.next(); next != null; next = reader.next()) {
                read.add(next);
            }
        }
        assertThat(read)
                .containsExactly(
                        new RecordHeader(RecordKind.DATA, 8, 0, "", 0),
                        RecordHeader.sparseBlock(0x10000, 2),
                        RecordHeader.sparseBlock(0x20000, 0));
    }

    @Test
    void whatWasWrittenIsReadAgainAndPassedOverWhereNobodyReads() throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new BackupWriter(out);
        writer.record(RecordKind.OBJECT_ID, new byte[20_000]);
        writer.record(RecordKind.DATA, ascii("content"));
        writer.begin(RecordHeader.alternate(":a\u00e4\ud83d\ude00:$DATA", 0));
        writer.finish();
        try (var reader = new BackupReader(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(reader.next()).isEqualTo(RecordHeader.of(RecordKind.OBJECT_ID, 20_000));
            assertThat(reader.next()).isEqualTo(RecordHeader.of(RecordKind.DATA, 7));
            assertThat(reader.read()).isEqualTo('c');
            assertThat(reader.all(6)).isEqualTo(ascii("ontent"));
            assertThat(reader.read()).isEqualTo(-1);
            assertThat(reader.next())
                    .isEqualTo(RecordHeader.alternate(":a\u00e4\ud83d\ude00:$DATA", 0));
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void aRecordMustBeCompleteBeforeTheNext() throws IOException {
        var writer = new BackupWriter(new ByteArrayOutputStream());
        writer.begin(RecordHeader.of(RecordKind.DATA, 3));
        assertThatThrownBy(() -> writer.write(new byte[4], 0, 4))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.begin(RecordHeader.of(RecordKind.DATA, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.copy(new ByteArrayInputStream(new byte[2])))
                .isInstanceOf(BrokenBackupException.class);
    }

    @Test
    void lengthsThatLieAreRefusedBeforeAnythingIsReserved() {
        for (String hostile :
                List.of(
                        "00000000 00000000 0000000000000000 00000000",
                        "0B000000 00000000 0000000000000000 00000000",
                        "FFFFFFFF 00000000 0000000000000000 00000000",
                        "01000000 00000000 FFFFFFFFFFFFFFFF 00000000",
                        "01000000 00000000 0000000000000080 00000000",
                        "01000000 00000000 0000000000000000 FFFFFF7F",
                        "01000000 00000000 0000000000000000 FFFFFFFF",
                        "04000000 00000000 0000000000000000 03000000 3A0041",
                        "04000000 00000000 0000000000000000 08000000 3A00",
                        "09000000 08000000 0700000000000000 00000000 00000000000000",
                        "09000000 08000000 0900000000000000 00000000 FFFFFFFFFFFFFFFF 00",
                        "09000000 08000000 FFFFFFFFFFFFFF7F 00000000 FFFFFFFFFFFFFF7F",
                        "01000000 00000000",
                        "01")) {
            assertThatThrownBy(() -> readAll(bytes(hostile)))
                    .as(hostile)
                    .isInstanceOf(BrokenBackupException.class);
        }
        assertThatThrownBy(() -> readAll(bytes("01000000 00000000 FFFFFFFFFFFFFF7F 00000000 6162")))
                .isInstanceOf(BrokenBackupException.class)
                .hasMessageContaining("breaks off");
    }

    private static int readAll(byte[] stream) throws IOException {
        int records = 0;
        try (var reader = new BackupReader(new ByteArrayInputStream(stream))) {
            while (reader.next() != null) {
                records++;
            }
        }
        return records;
    }

    @Test
    void aRecordLargerThanWantedIsntReadIntoMemory() throws IOException {
        byte[] large = bytes("03000000 00000000 FFFFFF7F00000000 00000000 00");
        try (var reader = new BackupReader(new ByteArrayInputStream(large))) {
            assertThat(reader.next()).isNotNull();
            assertThatThrownBy(() -> reader.all(1 << 16))
                    .isInstanceOf(BrokenBackupException.class)
                    .hasMessageContaining("not at most 65536");
        }
    }

    @Test
    void extendedAttributesArePaddedToFourBytes() throws IOException {
        var list =
                List.of(
                        new ExtendedAttribute("AB", 0x80, new byte[] {1, 2, 3}),
                        new ExtendedAttribute("C", 0, new byte[0]));
        byte[] encoded =
                bytes("10000000 80 02 0300 4142 00 010203 0000" + "00000000 00 01 0000 43 00 0000");
        assertThat(ExtendedAttribute.encode(list)).isEqualTo(encoded);
        List<ExtendedAttribute> decoded = ExtendedAttribute.decode(encoded);
        assertThat(decoded).extracting(ExtendedAttribute::name).containsExactly("AB", "C");
        assertThat(decoded.getFirst().value()).containsExactly(1, 2, 3);
        assertThat(decoded.getFirst().flags()).isEqualTo(0x80);
        assertThat(ExtendedAttribute.encode(decoded)).isEqualTo(encoded);
        assertThat(ExtendedAttribute.decode(new byte[0])).isEmpty();
    }

    @Test
    void listsOfAttributesThatLeadNowhereAreRefused() {
        for (String hostile :
                List.of(
                        "00000000",
                        "00000000 00 FF 0000 41 00",
                        "00000000 00 01 FFFF 41 00",
                        "04000000 00 01 0000 41 00 0000 00000000",
                        "FFFFFFFF 00 01 0000 41 00 0000",
                        "FFFFFF7F 00 01 0000 41 00 0000",
                        "00000000 00 00 0000 00",
                        "00000000 00 01 0000 80 00")) {
            assertThatThrownBy(() -> ExtendedAttribute.decode(bytes(hostile)))
                    .as(hostile)
                    .isInstanceOf(BrokenBackupException.class);
        }
        assertThatThrownBy(() -> new ExtendedAttribute("", 0, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExtendedAttribute("A", 0, new byte[1 << 16]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aJunctionHasTwoNamesAndNoFlags() throws IOException {
        assertThat(ReparsePoint.of(true, "C:").encode())
                .isEqualTo(
                        bytes(
                                "030000A0 1C00 0000 0000 0C00 0E00 0400"
                                        + "5C003F003F005C0043003A00 0000"
                                        + "43003A00 0000"));
        ReparsePoint read = ReparsePoint.decode(ReparsePoint.of(true, "C:\\Users").encode());
        assertThat(read).isEqualTo(new ReparsePoint(true, "\\??\\C:\\Users", "C:\\Users", 0));
    }

    @Test
    void aSymbolicLinkSaysWhetherItIsRelative() throws IOException {
        assertThat(ReparsePoint.of(false, "a").encode())
                .isEqualTo(
                        bytes(
                                "0C0000A0 1400 0000 0000 0200 0400 0200 01000000"
                                        + "6100 0000 6100 0000"));
        assertThat(ReparsePoint.decode(ReparsePoint.of(false, "..\\x").encode()).flags())
                .isEqualTo(ReparsePoint.RELATIVE);
        assertThat(ReparsePoint.of(false, "\\\\server\\share"))
                .isEqualTo(
                        new ReparsePoint(
                                false, "\\??\\UNC\\server\\share", "\\\\server\\share", 0));
        assertThat(ReparsePoint.of(false, "\\\\?\\Volume{1}\\a").substitute())
                .isEqualTo("\\??\\Volume{1}\\a");
        assertThat(new ReparsePoint(true, "\\??\\C:\\Users", "", 0).target())
                .isEqualTo("C:\\Users");
        assertThat(new ReparsePoint(true, "\\??\\UNC\\a\\b", "", 0).target()).isEqualTo("\\\\a\\b");
    }

    @Test
    void reparsePointsOfOthersAndDamagedOnesAreRefused() {
        for (String hostile :
                List.of(
                        "0C0000A0",
                        "120000A0 0C00 0000 0000 0000 0000 0000 00000000",
                        "030000A0 FFFF 0000 0000 0000 0000 0000 0000",
                        "0C0000A0 0800 0000 0000 0000 0000 0000",
                        "030000A0 0A00 0000 FFFF 0000 0000 0000 0000",
                        "030000A0 0A00 0000 0000 FFFF 0000 0000 0000",
                        "030000A0 0A00 0000 0000 0100 0000 0000 0000",
                        "030000A0 0A00 0000 0000 0000 0200 0200 0000")) {
            assertThatThrownBy(() -> ReparsePoint.decode(bytes(hostile)))
                    .as(hostile)
                    .isInstanceOf(BrokenBackupException.class);
        }
        for (String target : List.of("", "a\0b", "x".repeat(9000))) {
            assertThatThrownBy(() -> ReparsePoint.of(true, target))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The short form; more rounds find nothing else. */
    @Test
    void damageIsToldOfAndNothingElseHappens() throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new BackupWriter(out);
        writer.record(RecordKind.SECURITY, new byte[40]);
        writer.record(
                RecordKind.EXTENDED_ATTRIBUTES,
                ExtendedAttribute.encode(List.of(new ExtendedAttribute("N", 0, new byte[9]))));
        writer.record(RecordKind.REPARSE_POINT, ReparsePoint.of(false, "C:\\x").encode());
        writer.record(RecordKind.DATA, new byte[100]);
        byte[] whole = out.toByteArray();
        Random random = new Random(7);
        int broken = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            if (random.nextBoolean()) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
            }
            try {
                decodeAll(damaged);
            } catch (BrokenBackupException e) {
                broken++;
            }
        }
        assertThat(broken).isBetween(1000, 19_999);
    }

    private static void decodeAll(byte[] stream) throws IOException {
        try (var reader = new BackupReader(new ByteArrayInputStream(stream))) {
            for (RecordHeader next = reader.next(); next != null; next = reader.next()) {
                switch (next.kind()) {
                    case EXTENDED_ATTRIBUTES -> ExtendedAttribute.decode(reader.all(1 << 16));
                    case REPARSE_POINT -> ReparsePoint.decode(reader.all(1 << 14));
                    default -> reader.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
        }
    }
}
