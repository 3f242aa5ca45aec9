package dev.mullion.engine.network;

import dev.mullion.docker.ContainerId;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses of a network. One that was given back is given to somebody else as late as
 * possible, and to the same container again if it is free: who still sends there reaches nobody
 * else.
 */
final class AddressPool {

    private static final int REMEMBERED = 4096;

    private final Subnet subnet;
    private final BitSet taken = new BitSet();

    /** Free, but the system didn't give them when they were tried. */
    private final BitSet avoided = new BitSet();

    private final Map<ContainerId, Integer> before =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ContainerId, Integer> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private int last;

    /** All addresses are free but the network's own, the gateway's and the broadcast one. */
    AddressPool(Subnet subnet) {
        this.subnet = subnet;
        taken.set(0, 2);
        taken.set(offset(subnet.last()));
        last = 1;
    }

    /** Takes an address; empty if all are taken. */
    synchronized Optional<String> take(ContainerId id) {
        Integer old = before.get(id);
        if (old != null && !taken.get(old) && !avoided.get(old)) {
            taken.set(old);
            return Optional.of(address(old));
        }
        Optional<Integer> free = nextFree();
        if (free.isEmpty() && !avoided.isEmpty()) {
            // the system may give them by now
            avoided.clear();
            free = nextFree();
        }
        free.ifPresent(offset -> {
            taken.set(offset);
            last = offset;
            before.put(id, offset);
        });
        return free.map(this::address);
    }

    private Optional<Integer> nextFree() {
        BitSet passed = new BitSet();
        passed.or(taken);
        passed.or(avoided);
        int size = offset(subnet.last());
        int free = passed.nextClearBit(last + 1);
        if (free >= size) {
            free = passed.nextClearBit(0);
        }
        return free >= size ? Optional.empty() : Optional.of(free);
    }

    /**
     * Gives back an address that the system holds back; it is given again when no other is left.
     */
    synchronized void avoid(String address) {
        free(address);
        avoided.set(offset(Subnet.number(address)));
    }

    /**
     * Takes an address that a container has already.
     *
     * @return whether it is one of this network and was free
     */
    synchronized boolean take(ContainerId id, String address) {
        if (!subnet.contains(address) || taken.get(offset(Subnet.number(address)))) {
            return false;
        }
        int offset = offset(Subnet.number(address));
        taken.set(offset);
        last = Math.max(last, offset);
        before.put(id, offset);
        return true;
    }

    /** Gives an address back. */
    synchronized void free(String address) {
        taken.clear(offset(Subnet.number(address)));
    }

    private int offset(long number) {
        return (int) (number - subnet.first());
    }

    private String address(int offset) {
        return Subnet.address(subnet.first() + offset);
    }
}
