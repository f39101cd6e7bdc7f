package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.Reading.Stored;

/**
 * Finds for each stored commit the entry of the ledger that it came from: by its ID, else by its
 * message. An entry takes one row; what does not fit is an anomaly.
 */
final class Matching {

  private static final int TEXTS_KEPT = 100;
  private static final int TOKENS_KEPT = 100_000;
  private static final int TOKEN_WITHIN = 1024;

  /** How many commits with the same message are looked at to find the likeliest. */
  private static final int SAME_MESSAGE = 1000;

  private final History history;
  private final Ledger ledger;
  private final int count;
  private final HashIndex ids;
  private final BitSet seen = new BitSet();
  private final BitSet underOtherId = new BitSet();

  /** Acknowledged without an ID, stored without one, or under another. */
  private final BitSet wrongId = new BitSet();

  private long strangersWithoutId;
  private final Map<Integer, String> otherIds = new HashMap<>();

  /** Texts of IDs that several commits were given, as far as they are stored. */
  private final Map<Long, String> sameIds = new HashMap<>();

  private final Set<String> alteredTokens = new HashSet<>();
  private @Nullable HashIndex messages;

  final Anomalies repeatedIds = new Anomalies();
  final Anomalies lost = new Anomalies();
  final Anomalies storedTwice = new Anomalies();
  final Anomalies altered = new Anomalies();
  final Anomalies wrongBranch = new Anomalies();
  final Anomalies leftOver = new Anomalies();
  final Anomalies otherId = new Anomalies();
  final Anomalies withoutId = new Anomalies();
  final Anomalies unknown = new Anomalies();

  long rows;
  long inDoubtStored;

  /** Sum of {@link StoredBefore#key} over the {@link #unknown} rows. */
  long unknownSum;

  Matching(History history, Ledger ledger) {
    this.history = history;
    this.ledger = ledger;
    this.count = (int) ledger.attempted();
    this.ids = new HashIndex(count, ledger::idHash);
    ids.repeated(
        (one, other) -> {
          long hash = ledger.idHash(one);
          if (sameIds.size() < Anomalies.KEPT) {
            sameIds.put(hash, "one and the same");
          }
          repeatedIds.add(
              () -> "%s for commits %d and %d".formatted(sameIds.get(hash), one, other));
        });
  }

  void row(Stored row) {
    rows++;
    long message = row.messageHash();
    String id = row.id();
    int entry = id == null ? HashIndex.NONE : byId(id, row.idHash(), message);
    if (entry == HashIndex.NONE) {
      entry = byMessage(message, row);
    } else {
      take(entry, message, row);
    }
    if (history.id().isPresent() && (id == null || id.isBlank())) {
      withoutId.add(() -> "a stored commit " + on(row.branch()) + "has no ID");
      if (entry == HashIndex.NONE) {
        strangersWithoutId++;
      } else {
        wrongId.set(entry);
      }
    }
  }

  /** Commits whose ID is not as it should be, each once, whatever is wrong with it. */
  long wrongIds() {
    return wrongId.cardinality() + strangersWithoutId;
  }

  /** After the last row: what was acknowledged and has none. */
  void finish() {
    for (int entry = 0; entry < count; entry++) {
      if (ledger.state(entry) != Ledger.State.ACKNOWLEDGED) {
        continue;
      }
      int at = entry;
      if (ledger.idHash(entry) == 0) {
        wrongId.set(entry);
      }
      if (!seen.get(entry) && !underOtherId.get(entry)) {
        lost.add(() -> describe(at) + " (" + bytes(ledger.length(at)) + ")");
      } else if (!seen.get(entry)) {
        wrongId.set(entry);
        otherId.add(() -> describe(at) + " is stored under another ID: " + otherIds.get(at));
      } else if (underOtherId.get(entry)) {
        storedTwice.add(() -> describe(at) + ", also as " + otherIds.get(at));
      }
    }
    if (history.id().isEmpty()) { // their rows are there, though their text is not what was sent
      lost.add(-Math.min(lost.count(), alteredTokens.size()));
    }
  }

  /** A commit that was given this ID, else {@link HashIndex#NONE}. */
  int given(String id) {
    return ids.any(Ledger.hash(id.getBytes(StandardCharsets.UTF_8)));
  }

  /** Those on which acknowledged commits are stored. */
  Set<String> branches() {
    Set<String> branches = new HashSet<>();
    for (int entry = seen.nextSetBit(0); entry >= 0; entry = seen.nextSetBit(entry + 1)) {
      if (ledger.state(entry) == Ledger.State.ACKNOWLEDGED) {
        branches.add(ledger.branch(entry));
      }
    }
    return branches;
  }

  /** An ID given out twice has two entries: the message tells which of them this row is. */
  private int byId(String id, long hash, long message) {
    if (!sameIds.isEmpty()) {
      sameIds.computeIfPresent(hash, (same, text) -> "'" + id + "'");
    }
    return ids.take(
        hash, Integer.MAX_VALUE, e -> seen.get(e) ? 2 : ledger.messageHash(e) == message ? 0 : 1);
  }

  private void take(int entry, long message, Stored row) {
    if (seen.get(entry)) {
      storedTwice.add(() -> describe(entry) + named(row));
      return;
    }
    seen.set(entry);
    if (ledger.messageHash(entry) != message) {
      differs(entry, row);
    }
    String branch = ledger.branch(entry);
    if (history.branch().isPresent() && !branch.equals(row.branch())) {
      wrongBranch.add(
          () ->
              "commit %d was made on '%s' and is stored on %s"
                  .formatted(
                      entry,
                      branch,
                      row.branch() == null ? "no branch" : "'" + row.branch() + "'"));
    }
  }

  private int byMessage(long message, Stored row) {
    int entry =
        message == 0
            ? HashIndex.NONE
            : messages()
                .take(
                    message,
                    SAME_MESSAGE,
                    e -> rank(e) + (ledger.branch(e).equals(row.branch()) ? 0 : 5));
    if (entry == HashIndex.NONE) {
      unknown(row);
    } else if (isKnownById(entry)) {
      otherId(entry, row);
    } else if (seen.get(entry)) {
      storedTwice.add(() -> describe(entry) + named(row));
    } else if (ledger.state(entry) == Ledger.State.FAILED) {
      seen.set(entry);
      leftOver.add(() -> describe(entry) + " failed and is stored" + named(row));
    } else {
      inDoubtStored += ledger.state(entry) == Ledger.State.ACKNOWLEDGED ? 0 : 1;
      take(entry, message, row);
    }
    return entry;
  }

  private void otherId(int entry, Stored row) {
    if (underOtherId.get(entry)) {
      storedTwice.add(() -> describe(entry) + named(row));
    }
    underOtherId.set(entry);
    if (otherIds.size() < TEXTS_KEPT) {
      otherIds.putIfAbsent(entry, row.id() == null ? "NULL" : "'" + row.id() + "'");
    }
  }

  private void unknown(Stored row) {
    String token = token(row.message());
    if (token.isEmpty()) {
      unknownSum += StoredBefore.key(history, row);
      unknown.add(() -> "a commit " + on(row.branch()) + "of " + bytes(row.length()) + named(row));
      return;
    }
    if (alteredTokens.size() < TOKENS_KEPT) {
      alteredTokens.add(token);
    }
    altered.add(
        () ->
            "the one stamped %s is not as it was sent: stored %s"
                .formatted(token, bytes(row.length())));
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

  private void differs(int entry, Stored row) {
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

  private HashIndex messages() {
    HashIndex index = messages;
    if (index == null) {
      index = new HashIndex(count, ledger::messageHash);
      messages = index;
    }
    return index;
  }

  private boolean isKnownById(int entry) {
    return history.id().isPresent() && ledger.idHash(entry) != 0;
  }

  /** Which of several commits with the same message a row is taken for: the likeliest first. */
  private int rank(int entry) {
    return switch (ledger.state(entry)) {
      case ACKNOWLEDGED -> isKnownById(entry) ? 4 : 0;
      case IN_DOUBT -> 1;
      case OPEN -> 2;
      case FAILED -> 3;
    };
  }

  private String describe(int entry) {
    return "commit " + entry + " on '" + ledger.branch(entry) + "'";
  }

  private static String on(@Nullable String branch) {
    return branch == null ? "" : "on '" + branch + "' ";
  }

  private static String named(Stored row) {
    return row.id() == null ? "" : " as '" + row.id() + "'";
  }

  private static String bytes(long length) {
    return Anomalies.number(length, "byte");
  }
}
