package dev.mullion.security.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds records to the chain, each committed before {@link #add} returns, and whatever becomes of
 * the caller's own transaction. One writer at a time holds the head, across all portals of a
 * database; whoever comes meanwhile is written together by the next one.
 */
@Component
class AuditChain implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(AuditChain.class);

    private static final int MOST_AT_ONCE = 200;

    /** A record on its way; done once its fate is known. */
    private static final class Ticket {
        private final AuditRecord record;
        private boolean done;
        private @Nullable RuntimeException failure;

        private Ticket(AuditRecord record) {
            this.record = record;
        }
    }

    private final AuditTable table;
    private final TransactionTemplate alone;
    private final ConcurrentLinkedQueue<Ticket> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private boolean olderChained;

    AuditChain(AuditTable table, PlatformTransactionManager transactions) {
        this.table = table;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Takes in what was written before there was a chain. */
    @Override
    public void afterSingletonsInstantiated() {
        alone.executeWithoutResult(status -> table.chainOlder());
        // The log lies elsewhere: who changes the database has to change it, too.
        log.info("The audit's head is {}", table.head());
    }

    /**
     * Adds a record.
     *
     * @throws RuntimeException if it could not be written
     */
    void add(AuditRecord record) {
        var mine = new Ticket(record);
        waiting.add(mine);
        writing.lock();
        try {
            while (!mine.done) {
                writeSome();
            }
        } finally {
            writing.unlock();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
    }

    private void writeSome() {
        List<Ticket> batch = new ArrayList<>();
        while (batch.size() < MOST_AT_ONCE) {
            var next = waiting.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        try {
            write(batch);
        } catch (RuntimeException e) {
            // one that can't be written must not keep the others from it
            for (var ticket : batch) {
                ticket.failure = batch.size() == 1 ? e : failureOf(ticket);
            }
        }
        batch.forEach(ticket -> ticket.done = true);
    }

    private @Nullable RuntimeException failureOf(Ticket ticket) {
        try {
            write(List.of(ticket));
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private void write(List<Ticket> batch) {
        alone.executeWithoutResult(status -> {
            if (!olderChained) {
                // something was done before the start was over: what is older still comes first
                table.chainOlder();
            }
            var head = table.lockedHead();
            for (var ticket : batch) {
                long position = head.records() + 1;
                var hash = ChainHash.of(head.hash(), position, ticket.record);
                table.insert(ticket.record.chained(position, hash));
                head = new AuditHead(position, hash);
            }
            table.moveHead(head);
        });
        olderChained = true;
    }
}
