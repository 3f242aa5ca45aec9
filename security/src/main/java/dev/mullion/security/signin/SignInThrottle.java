package dev.mullion.security.signin;

import dev.mullion.security.Secrets;
import dev.mullion.security.ThrottledException;
import dev.mullion.security.Tries;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down without handing anybody a way to lock others out. Three counts:
 *
 * <ul>
 *   <li>a browser the account has signed in from before has its own, and none of the others;
 *   <li>all other browsers share one for each account name, whether it exists or not;
 *   <li>and one for each network address, against trying one password on many accounts.
 * </ul>
 *
 * <p>Tries come back one by one, so that a wait is short and can be told in seconds.
 */
@Component
class SignInThrottle {

    private static final Duration REFILL = Duration.ofMinutes(5);

    private final Tries ofDevice;
    private final Tries ofAccount;
    private final Tries ofAddress;

    SignInThrottle(Clock clock) {
        this.ofDevice = new Tries(10, REFILL, clock);
        this.ofAccount = new Tries(10, REFILL, clock);
        this.ofAddress = new Tries(30, REFILL, clock);
    }

    /** A try that was let through. */
    interface Try {
        /** It was a good one: it does not count. */
        void succeeded();
    }

    /**
     * @param nameKey the account name as it is compared
     * @param knownDevice the cookie of a browser the account has signed in from, else absent
     * @throws ThrottledException with the time to wait
     */
    Try take(String nameKey, String address, @Nullable String knownDevice) {
        if (knownDevice != null) {
            var device = Secrets.fingerprint(knownDevice);
            ofDevice.take(device);
            return () -> ofDevice.giveBack(device);
        }
        // Names are what people type, up to whole passwords: they are not kept as they came.
        var account = Secrets.fingerprint(nameKey);
        var network = network(address);
        ofAccount.take(account);
        try {
            ofAddress.take(network);
        } catch (ThrottledException e) {
            ofAccount.giveBack(account);
            throw e;
        }
        return () -> {
            ofAccount.giveBack(account);
            ofAddress.giveBack(network);
        };
    }

    /** An IPv6 customer owns a whole /64 and could use a new address for each try. */
    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            var parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8)) + "/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
