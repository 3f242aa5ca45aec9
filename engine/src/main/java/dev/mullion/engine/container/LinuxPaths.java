package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of Linux. */
final class LinuxPaths implements PathSyntax {

    @Override
    public BindText bind(String text) {
        return BindText.of(text, this);
    }

    @Override
    public boolean isAbsolute(String inside) {
        return inside.startsWith("/");
    }

    @Override
    public String clean(String inside) {
        try {
            return Path.of(inside).normalize().toString();
        } catch (InvalidPathException e) {
            throw EngineProblem.invalid("invalid mount path: " + e.getReason());
        }
    }

    @Override
    public boolean isRoot(String clean) {
        return clean.equals("/");
    }

    /** What the kernel tells and takes in /proc decides how far a container reaches. */
    @Override
    public void checkDestination(String clean) {
        if (Path.of(clean).startsWith("/proc")) {
            throw EngineProblem.invalid(
                    "\"" + clean + "\" cannot be mounted because it is inside /proc");
        }
    }

    @Override
    public String key(String clean) {
        return clean;
    }

    @Override
    public int depth(String clean) {
        return Path.of(clean).getNameCount();
    }

    @Override
    public void checkKind(PlannedMount.Kind kind) {
        if (kind == PlannedMount.Kind.PIPE) {
            throw EngineProblem.notImplemented(
                    "mounts of type \"npipe\" can't be made on this host");
        }
    }

    @Override
    public boolean makesSources() {
        return true;
    }
}
