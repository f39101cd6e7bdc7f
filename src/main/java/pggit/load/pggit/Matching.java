package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each stored commit the entry of the ledger that it came from: by its ID, else by its
 * message. An entry takes one row; what does not fit is an anomaly. Needs two bits an entry, and a
 * {@link MessageIndex} if rows have to be found by their message.
 */
final class Matching {

  private static final int TEXTS_KEPT = 100;
  private static final int TOKENS_KEPT = 100_000;
  private static final int TOKEN_WITHIN = 1024;

  private final History history;
  private final Ledger ledger;
  private final Entries entries;
  private final int count;
  private final BitSet seen = new BitSet();
  private final BitSet underOtherId = new BitSet();
  private final Map<Integer, String> otherIds = new HashMap<>();
  private final Set<String> alteredTokens = new HashSet<>();
  private @Nullable MessageIndex byMessage;

  final Anomalies lost = new Anomalies();
  final Anomalies storedTwice = new Anomalies();
  final Anomalies altered = new Anomalies();
  final Anomalies wrongBranch = new Anomalies();
  final Anomalies leftOver = new Anomalies();
  final Anomalies otherId = new Anomalies();
  final Anomalies withoutId = new Anomalies();
  final Anomalies unknown = new Anomalies();
  private long rows;
  private long unknownSum;
  private long inDoubtStored;

  Matching(History history, Ledger ledger) {
    this.history = history;
    this.ledger = ledger;
    this.entries = ledger.entries();
    this.count = (int) ledger.attempted();
  }

  long rows() {
    return rows;
  }

  /** Sum of {@link StoredBefore#key} over the {@link #unknown} rows. */
  long unknownSum() {
    return unknownSum;
  }

  /** Commits in doubt that are stored. */
  long inDoubtStored() {
    return inDoubtStored;
  }

  /** Whether a row was found for an entry under its own ID, if it has one. */
  boolean isStored(int entry) {
    return seen.get(entry);
  }

  void row(StoredCommit row) {
    rows++;
    long messageHash = row.message() == null ? 0 : Hash.of(row.message());
    String id = row.id();
    if (history.id().isPresent() && (id == null || id.isBlank())) {
      withoutId.add(() -> "a stored commit " + on(row.branch()) + "has no ID");
    }
    int entry = id == null ? -1 : byId(id, messageHash);
    if (entry >= 0) {
      take(entry, messageHash, row);
    } else {
      byMessage(messageHash, row);
    }
  }

  /** After the last row: what was acknowledged and has none. */
  void finish() {
    for (int entry = 0; entry < count; entry++) {
      if (entries.state(entry) != Entries.ACKNOWLEDGED) {
        continue;
      }
      int at = entry;
      if (!seen.get(entry) && !underOtherId.get(entry)) {
        lost.add(() -> describe(at) + " (" + bytes(ledger.length(at)) + ")");
      } else if (!seen.get(entry)) {
        otherId.add(() -> describe(at) + " is stored under another ID: " + otherIds.get(at));
      } else if (underOtherId.get(entry)) {
        storedTwice.add(() -> describe(at) + ", also as " + otherIds.get(at));
      }
    }
    if (history.id().isEmpty()) { // their rows are there, though their text is not what was sent
      lost.add(-Math.min(lost.count(), alteredTokens.size()));
    }
  }

  private int byId(String id, long messageHash) {
    long hash = Hash.of(id);
    int best = -1;
    for (int e = ledger.ids().find(hash, -1); e >= 0; e = ledger.ids().find(hash, e)) {
      // An ID given out twice has two entries: the message tells which of them this row is.
      if (!seen.get(e) && entries.messageHash(e) == messageHash) {
        return e;
      }
      if (best < 0 || (seen.get(best) && !seen.get(e))) {
        best = e;
      }
    }
    return best;
  }

  private void take(int entry, long messageHash, StoredCommit row) {
    if (seen.get(entry)) {
      storedTwice.add(() -> describe(entry) + named(row));
      return;
    }
    seen.set(entry);
    if (entries.messageHash(entry) != messageHash) {
      differs(entry, row);
    }
    if (history.branch().isPresent() && !ledger.branch(entry).equals(row.branch())) {
      String stored = row.branch() == null ? "no branch" : "'" + row.branch() + "'";
      wrongBranch.add(
          () ->
              "commit "
                  + entry
                  + " was made on '"
                  + ledger.branch(entry)
                  + "' and is stored on "
                  + stored);
    }
  }

  private void byMessage(long messageHash, StoredCommit row) {
    int entry =
        messageHash == 0
            ? -1
            : index().take(messageHash, e -> ledger.branch(e).equals(row.branch()));
    if (entry < 0) {
      unknown(row);
      return;
    }
    int state = entries.state(entry);
    boolean hasOtherId = history.id().isPresent() && entries.idHash(entry) != 0;
    if (hasOtherId) {
      otherId(entry, row);
    } else if (seen.get(entry)) {
      storedTwice.add(() -> describe(entry) + named(row));
    } else if (state == Entries.FAILED) {
      seen.set(entry);
      leftOver.add(() -> describe(entry) + " failed and is stored" + named(row));
    } else {
      if (state != Entries.ACKNOWLEDGED) {
        inDoubtStored++;
      }
      take(entry, messageHash, row);
    }
  }

  private void otherId(int entry, StoredCommit row) {
    if (underOtherId.get(entry)) {
      storedTwice.add(() -> describe(entry) + named(row));
    }
    underOtherId.set(entry);
    if (otherIds.size() < TEXTS_KEPT) {
      otherIds.putIfAbsent(entry, row.id() == null ? "NULL" : "'" + row.id() + "'");
    }
  }

  private void unknown(StoredCommit row) {
    String token = token(row.message());
    if (!token.isEmpty()) {
      if (alteredTokens.size() < TOKENS_KEPT) {
        alteredTokens.add(token);
      }
      altered.add(
          () ->
              "the one stamped " + token + " is not as it was sent: stored " + bytes(length(row)));
      return;
    }
    unknownSum += StoredBefore.key(history, row);
    unknown.add(() -> "a commit " + on(row.branch()) + "of " + bytes(length(row)) + named(row));
  }

  /** The stamp of this run that a message carries, empty if none. */
  private String token(byte @Nullable [] message) {
    if (message == null) {
      return "";
    }
    String head =
        new String(message, 0, Math.min(message.length, TOKEN_WITHIN), StandardCharsets.UTF_8);
    int start = head.indexOf(ledger.tokenStart());
    int end = head.indexOf(']', Math.max(start, 0));
    return start < 0 || end < 0 ? "" : head.substring(start, end + 1);
  }

  private void differs(int entry, StoredCommit row) {
    byte[] stored = row.message();
    byte[] sent = ledger.sample(entry).orElse(null);
    String start = "commit " + entry + ": sent " + bytes(ledger.length(entry)) + ", stored ";
    if (stored == null) {
      altered.addTelling(() -> start + "NULL");
    } else if (sent != null) {
      altered.addTelling(() -> start + explained(sent, stored));
    } else {
      String same = stored.length == ledger.length(entry) ? ", but other ones" : "";
      altered.add(() -> start + bytes(stored.length) + same);
    }
  }

  private static String explained(byte[] sent, byte[] stored) {
    int at = Arrays.mismatch(sent, stored);
    String where =
        at == stored.length
            ? "cut off after byte " + Anomalies.number(at)
            : "other from byte " + Anomalies.number(at + 1L) + " on";
    return Anomalies.number(stored.length) + " (" + where + ")";
  }

  private MessageIndex index() {
    MessageIndex index = byMessage;
    if (index == null) {
      index = new MessageIndex(entries, count, 5, this::rank);
      byMessage = index;
    }
    return index;
  }

  /** Which of several commits with the same message a row is taken for: the likeliest first. */
  private int rank(int entry) {
    boolean knownById = history.id().isPresent() && entries.idHash(entry) != 0;
    return switch (entries.state(entry)) {
      case Entries.ACKNOWLEDGED -> knownById ? 4 : 0;
      case Entries.IN_DOUBT -> 1;
      case Entries.OPEN -> 2;
      default -> 3;
    };
  }

  private String describe(int entry) {
    return "commit " + entry + " on '" + ledger.branch(entry) + "'";
  }

  private static String on(@Nullable String branch) {
    return branch == null ? "" : "on '" + branch + "' ";
  }

  private static String named(StoredCommit row) {
    return row.id() == null ? "" : " as '" + row.id() + "'";
  }

  private static int length(StoredCommit row) {
    return row.message() == null ? 0 : row.message().length;
  }

  private static String bytes(long length) {
    return Anomalies.number(length, "byte");
  }
}
