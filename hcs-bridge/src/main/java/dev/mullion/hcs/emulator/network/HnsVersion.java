package dev.mullion.hcs.emulator.network;

/**
 * The version of the network service, which newer builds raise. Which build has which one isn't
 * documented: these are the lowest that have what is known to be there (UNVERIFIED).
 *
 * @param major of the service
 * @param minor of the service
 * @param newestSchema minor number of the newest schema 2
 */
record HnsVersion(int major, int minor, int newestSchema) {

    static HnsVersion of(int build) {
        if (build >= 26100) {
            return new HnsVersion(15, 4, 16);
        }
        if (build >= 25398) {
            return new HnsVersion(15, 1, 16);
        }
        if (build >= 22000) {
            return new HnsVersion(14, 0, 14);
        }
        if (build >= 20348) {
            return new HnsVersion(13, 0, 11);
        }
        if (build >= 19041) {
            return new HnsVersion(11, 10, 6);
        }
        return build >= 18362 ? new HnsVersion(10, 2, 2) : new HnsVersion(9, 3, 0);
    }
}
