package dev.mullion.engine.container;

/**
 * What the disk knows of one container.
 *
 * @param version of this format; a file of a later one isn't touched
 * @param definition what it is
 * @param standing how it stands
 */
record ContainerRecord(int version, Definition definition, Standing standing) {

    static final int VERSION = 1;

    ContainerRecord {
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "It has format " + version + ", this engine knows " + VERSION);
        }
        if (definition == null || standing == null) {
            throw new IllegalArgumentException("It is incomplete");
        }
    }

    static ContainerRecord of(Definition definition) {
        return new ContainerRecord(VERSION, definition, Standing.NEW);
    }

    ContainerRecord with(Standing next) {
        return new ContainerRecord(version, definition, next);
    }

    ContainerRecord with(Definition next) {
        return new ContainerRecord(version, next, standing);
    }
}
