package dev.mullion.hcs.binding;

import com.sun.jna.Pointer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a native function gives back through a pointer; filled when the call returns. */
public sealed interface Out {

    /** A string, already copied and its memory freed. */
    final class Text implements Out {
        private @Nullable String value;

        /**
         * Returns the string.
         *
         * @return null if the function gave none, which is normal after success and failure
         */
        public @Nullable String value() {
            return value;
        }

        void take(@Nullable String text) {
            value = text;
        }
    }

    /** A handle or another opaque pointer; it goes in as it is, 0 at first. */
    final class Handle implements Out {
        private long value;

        /**
         * Returns the handle.
         *
         * @return 0 if there is none
         */
        public long value() {
            return value;
        }

        void write(Pointer slot) {
            slot.setLong(0, value);
        }

        void read(Pointer slot) {
            value = slot.getLong(0);
        }
    }

    /** An unsigned 32-bit number; it goes in as it is and may come back changed. */
    final class Int32 implements Out {
        private int value;

        /** Begins with 0. */
        public Int32() {
            this(0);
        }

        /**
         * Begins with a number.
         *
         * @param value what goes in, for example the room there is
         */
        public Int32(int value) {
            this.value = value;
        }

        /**
         * Returns the number.
         *
         * @return its 32 bits
         */
        public int value() {
            return value;
        }

        void write(Pointer slot) {
            slot.setInt(0, value);
        }

        void read(Pointer slot) {
            value = slot.getInt(0);
        }
    }

    /** A number as wide as a pointer; it goes in as it is and may come back changed. */
    final class Size implements Out {
        private long value;

        /** Begins with 0. */
        public Size() {}

        /**
         * Returns the number.
         *
         * @return what the function left there
         */
        public long value() {
            return value;
        }

        void write(Pointer slot) {
            slot.setLong(0, value);
        }

        void read(Pointer slot) {
            value = slot.getLong(0);
        }
    }

    /** A GUID. */
    final class Guid implements Out {
        private UUID value = new UUID(0, 0);

        /**
         * Returns the GUID.
         *
         * @return all zero if the function gave none
         */
        public UUID value() {
            return value;
        }

        void read(Pointer slot) {
            value = WindowsGuid.read(slot, 0);
        }
    }
}
