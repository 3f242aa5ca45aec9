package dev.mullion.hcs.emulator.program;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An emulated console: what is typed is echoed and edited line by line when a program reads it, and
 * Ctrl+C goes to the program at once.
 */
public final class Terminal implements Input {

    private static final String BEGIN =
            "\u001b[?25l\u001b[2J\u001b[m\u001b[H"
                    + "\u001b]0;C:\\Windows\\system32\\cmd.exe\u0007\u001b[?25h";
    private static final int ESCAPE = 0x1B;
    private static final int CTRL_C = 0x03;
    private static final int CTRL_Z = 0x1A;
    private static final int BACKSPACE = 0x08;
    private static final int DELETE = 0x7F;
    private static final int END = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Byte> typed = new ArrayDeque<>();
    private final Output screen;
    private final Life life;
    private byte[] line = new byte[0];
    private int taken;
    private boolean ended;
    private int height;
    private int width;

    /**
     * Opens a console.
     *
     * @param screen where it writes
     * @param life of the process
     * @param height in characters
     * @param width in characters
     */
    public Terminal(Output screen, Life life, int height, int width) {
        this.screen = screen;
        this.life = life;
        this.height = height;
        this.width = width;
        life.onWake(this::wake);
    }

    /** Clears the screen, as a console does when it opens. */
    public void begin() {
        screen.text(BEGIN);
    }

    /**
     * Takes what was typed.
     *
     * @param bytes as they came
     * @param length how many of them
     * @return whether Ctrl+C was among them
     */
    public boolean type(byte[] bytes, int length) {
        boolean control = false;
        lock.lock();
        try {
            for (int i = 0; i < length; i++) {
                if (bytes[i] == CTRL_C) {
                    control = true;
                    typed.clear();
                } else {
                    typed.add(bytes[i]);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (control) {
            screen.text("^C");
        }
        return control;
    }

    /** Nothing more will be typed. */
    public void endInput() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(byte[] into) {
        if (taken == line.length && !readLine()) {
            return END;
        }
        int part = Math.min(into.length, line.length - taken);
        System.arraycopy(line, taken, into, 0, part);
        taken += part;
        return part;
    }

    private boolean readLine() {
        var edited = new StringBuilder();
        while (true) {
            int next = next();
            if (next == '\r' || next == '\n' || next == END) {
                if (next == END && edited.isEmpty()) {
                    return false;
                }
                screen.text("\r\n");
                return take(edited);
            }
            edit(edited, next);
        }
    }

    private boolean take(StringBuilder edited) {
        if (!edited.isEmpty() && edited.charAt(0) == CTRL_Z) {
            return false;
        }
        line = (edited + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        taken = 0;
        return true;
    }

    private void edit(StringBuilder edited, int key) {
        if (key == BACKSPACE || key == DELETE) {
            if (!edited.isEmpty()) {
                edited.setLength(edited.length() - 1);
                screen.text("\b \b");
            }
        } else if (key == ESCAPE) {
            skipSequence();
        } else if (key >= ' ' || key == '\t' || key == CTRL_Z) {
            edited.append((char) key);
            screen.write(new byte[] {(byte) key}, 1);
        }
    }

    /** Arrows and the like: a console edits with them, this one doesn't. */
    private void skipSequence() {
        int next = next();
        if (next == '[' || next == 'O') {
            do {
                next = next();
            } while (next != END && (next < '@' || next > '~'));
        }
    }

    private int next() {
        lock.lock();
        try {
            while (true) {
                life.check();
                if (!typed.isEmpty()) {
                    return Byte.toUnsignedInt(typed.remove());
                }
                if (ended) {
                    return END;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes the size.
     *
     * @param newHeight in characters
     * @param newWidth in characters
     */
    public void resize(int newHeight, int newWidth) {
        lock.lock();
        try {
            height = newHeight;
            width = newWidth;
        } finally {
            lock.unlock();
        }
    }

    int height() {
        lock.lock();
        try {
            return height;
        } finally {
            lock.unlock();
        }
    }

    int width() {
        lock.lock();
        try {
            return width;
        } finally {
            lock.unlock();
        }
    }
}
