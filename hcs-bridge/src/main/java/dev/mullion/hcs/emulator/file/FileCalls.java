package dev.mullion.hcs.emulator.file;

import static dev.mullion.hcs.binding.FileFunction.*;
import static dev.mullion.hcs.binding.WindowsFunction.READ_FILE;
import static dev.mullion.hcs.binding.WindowsFunction.WRITE_FILE;

import com.sun.jna.Pointer;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Faults;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Ledger;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.layer.FileInfo;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opening, linking, deleting and renaming: what kernel32.dll and ntdll.dll do with names. */
public final class FileCalls implements Part {

    private static final Logger LOG = System.getLogger(FileCalls.class.getName());

    private static final int SYSTEM_SECURITY = 0x01000000;
    private static final int OPEN_EXISTING = 3;
    private static final int OPEN_REPARSE_POINT = 0x00200000;
    private static final int NT_OPEN = 1;
    private static final int NT_CREATE = 2;
    private static final int NT_DIRECTORY = 0x1;
    private static final int NT_NOT_DIRECTORY = 0x40;
    private static final int LINK_INFORMATION = 11;
    private static final int DISPOSITION_INFORMATION_EX = 64;
    private static final int DELETE_FLAG = 0x1;
    private static final int EVEN_READ_ONLY = 0x10;

    private final Volumes volumes;
    private final Faults faults;
    private final Ledger ledger;

    /**
     * Adds the functions of one machine.
     *
     * @param volumes of that machine
     * @param faults of that machine
     * @param ledger of that machine
     */
    public FileCalls(Volumes volumes, Faults faults, Ledger ledger) {
        this.volumes = volumes;
        this.faults = faults;
        this.ledger = ledger;
    }

    @Override
    public void addTo(Functions functions) {
        var rights = new Rights(ledger);
        rights.addTo(functions);
        new FileInformation().addTo(functions);
        new BackupCalls().addTo(functions);
        functions
                .shared(READ_FILE, arguments -> transfer(arguments, OpenFile::read))
                .shared(WRITE_FILE, arguments -> transfer(arguments, OpenFile::write))
                .with(CREATE_FILE_W, arguments -> createFile(arguments, rights))
                .with(NT_CREATE_FILE, arguments -> ntCreateFile(arguments, rights))
                .with(NT_SET_INFORMATION_FILE, this::setInformation)
                .with(RTL_NT_STATUS_TO_DOS_ERROR, call -> NtStatus.toWin32(call.number(0)))
                .with(MOVE_FILE_EX_W, this::move);
    }

    /** Moves bytes between a file and memory. */
    @FunctionalInterface
    private interface Transfer {
        int move(OpenFile file, Pointer memory, int count) throws IOException;
    }

    private static Number transfer(Arguments arguments, Transfer transfer) {
        OpenFile file = arguments.handle(0, OpenFile.class);
        if (arguments.given(4)) {
            throw Refusal.win32(
                    FileProblem.INVALID_PARAMETER, "This file takes no overlapped transfers");
        }
        try {
            int moved = transfer.move(file, arguments.pointer(1), arguments.number(2));
            arguments.giveNumber(3, moved);
            return 1;
        } catch (IOException e) {
            throw OpenFile.refused(e);
        }
    }

    private Number createFile(Arguments arguments, Rights rights) {
        String name = arguments.required(0);
        if (arguments.number(4) != OPEN_EXISTING) {
            throw Refusal.win32(
                    FileProblem.INVALID_PARAMETER, "Only what is there can be opened by its path");
        }
        try {
            Volumes.Place place = volumes.place(name);
            boolean asLink = (arguments.number(5) & OPEN_REPARSE_POINT) != 0;
            StoredFile file = existing(place.tree(), place.parts());
            if (!asLink && file.link()) {
                throw new FileProblem(FileProblem.REPARSE_POINT_ENCOUNTERED, name);
            }
            return open(
                    arguments.client(),
                    rights,
                    new OpenFile(
                            place.tree(),
                            place.parts(),
                            file,
                            arguments.number(1),
                            arguments.number(2)),
                    arguments.number(1),
                    arguments.number(2));
        } catch (IOException e) {
            throw OpenFile.refused(e);
        }
    }

    private Number ntCreateFile(Arguments arguments, Rights rights) {
        try {
            Pointer object = arguments.pointer(2);
            OpenFile root = arguments.client().handles().require(object.getLong(8), OpenFile.class);
            List<String> parts = Volumes.below(root.parts(), name(object.getPointer(16)));
            int access = arguments.number(1);
            int share = arguments.number(6);
            int options = arguments.number(8);
            if (arguments.number(7) == NT_CREATE) {
                rights.requireFor(access);
            }
            StoredFile file = find(root.tree(), parts, arguments.number(7), access, options);
            long handle =
                    open(
                            arguments.client(),
                            rights,
                            new OpenFile(root.tree(), parts, file, access, share),
                            access,
                            share);
            arguments.giveWide(0, handle);
            return NtStatus.SUCCESS;
        } catch (Refusal e) {
            return NtStatus.of(e.win32Code());
        } catch (IOException e) {
            return NtStatus.of(FileProblem.of(e).code());
        }
    }

    private static StoredFile find(
            FileTree tree, List<String> parts, int disposition, int access, int options)
            throws IOException {
        boolean directory = (options & NT_DIRECTORY) != 0;
        if (disposition == NT_CREATE) {
            return tree.create(parts, directory);
        }
        if (disposition != NT_OPEN) {
            throw new FileProblem(FileProblem.INVALID_PARAMETER, "disposition " + disposition);
        }
        StoredFile file = existing(tree, parts);
        if (directory && !file.directory()) {
            throw new FileProblem(FileProblem.NOT_A_DIRECTORY, file.toString());
        }
        if ((options & NT_NOT_DIRECTORY) != 0 && file.directory()) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, file.toString());
        }
        if ((options & OPEN_REPARSE_POINT) == 0 && file.link()) {
            throw new FileProblem(FileProblem.REPARSE_POINT_ENCOUNTERED, file.toString());
        }
        boolean content = OpenFile.reads(access) || OpenFile.writes(access);
        if (content && Files.isSymbolicLink(file.path())) {
            // one of the real machine, whose target is none of the emulated one's business
            throw new FileProblem(FileProblem.ACCESS_DENIED, file.toString());
        }
        return OpenFile.writes(access) ? tree.forWriting(parts) : file;
    }

    private static StoredFile existing(FileTree tree, List<String> parts) throws IOException {
        Optional<StoredFile> file = tree.find(parts);
        if (file.isEmpty()) {
            boolean folder =
                    parts.isEmpty() || tree.find(parts.subList(0, parts.size() - 1)).isPresent();
            throw new FileProblem(
                    folder ? FileProblem.FILE_NOT_FOUND : FileProblem.PATH_NOT_FOUND,
                    String.join("\\", parts));
        }
        return file.get();
    }

    private static String name(Pointer string) {
        int bytes = Short.toUnsignedInt(string.getShort(0));
        return bytes == 0
                ? ""
                : new String(
                        string.getPointer(8).getByteArray(0, bytes), StandardCharsets.UTF_16LE);
    }

    private long open(Client client, Rights rights, OpenFile file, int access, int share)
            throws IOException {
        if ((access & SYSTEM_SECURITY) != 0 || OpenFile.writes(access)) {
            rights.requireFor(access);
        }
        volumes.opened(file, access, share);
        return client.handles().open(HandleKind.FILE, file, () -> close(file));
    }

    private void close(OpenFile file) {
        volumes.closed(file);
        try {
            file.close();
        } catch (IOException e) {
            // CloseHandle has no answer for it
            LOG.log(Level.WARNING, "The emulated file " + file + " couldn't be closed in order", e);
        }
    }

    private Number setInformation(Arguments arguments) {
        try {
            OpenFile file = arguments.handle(0, OpenFile.class);
            Pointer structure = arguments.pointer(2);
            switch (arguments.number(4)) {
                case LINK_INFORMATION -> link(arguments, file, structure);
                case DISPOSITION_INFORMATION_EX -> delete(file, structure.getInt(0));
                default ->
                        throw new FileProblem(
                                FileProblem.INVALID_PARAMETER, "class " + arguments.number(4));
            }
            return NtStatus.SUCCESS;
        } catch (Refusal e) {
            return NtStatus.of(e.win32Code());
        } catch (IOException e) {
            return NtStatus.of(FileProblem.of(e).code());
        }
    }

    private static void link(Arguments arguments, OpenFile file, Pointer structure)
            throws IOException {
        OpenFile folder =
                arguments.client().handles().require(structure.getLong(8), OpenFile.class);
        byte[] name = structure.getByteArray(20, structure.getInt(16));
        List<String> parts =
                Volumes.below(folder.parts(), new String(name, StandardCharsets.UTF_16LE));
        boolean replace = structure.getByte(0) != 0;
        if (replace && folder.tree().find(parts).isPresent()) {
            folder.tree().delete(parts);
        }
        folder.tree().link(file.file(), parts);
    }

    private static void delete(OpenFile file, int flags) throws IOException {
        if (!file.deletes()) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, file.toString());
        }
        if ((flags & DELETE_FLAG) == 0) {
            return;
        }
        boolean readOnly = (file.file().info().attributes() & FileInfo.READ_ONLY) != 0;
        if (readOnly && (flags & EVEN_READ_ONLY) == 0) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, file.toString());
        }
        file.tree().delete(file.parts());
        file.markGone();
    }

    private Number move(Arguments arguments) {
        try {
            Path from = Volumes.real(arguments.required(0));
            Path to = Volumes.real(arguments.required(1));
            if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileProblem(FileProblem.FILE_NOT_FOUND, from.toString());
            }
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileProblem(FileProblem.ALREADY_EXISTS, to.toString());
            }
            if (faults.strikes(Fault.RENAME_ACCESS_DENIED) || volumes.busy(from)) {
                throw new FileProblem(FileProblem.ACCESS_DENIED, from.toString());
            }
            Files.move(from, to);
            return 1;
        } catch (IOException e) {
            throw OpenFile.refused(e);
        }
    }
}
