package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.Reading.Stored;

/**
 * Finds for each stored commit the entry of the ledger that it came from: by its ID, else by its
 * message. An entry takes one row; what does not fit is an anomaly.
 */
final class Matching {

  private static final int TOKENS_KEPT = 100_000;
  private static final int TOKEN_WITHIN = 1024;

  /** How many commits with the same message are looked at to find the likeliest. */
  private static final int SAME_MESSAGE = 1000;

  private static final int LATE_KEPT = 100_000;
  private static final int LATE_BYTES = 16 * 1024 * 1024;

  private final History history;
  private final Ledger ledger;
  private final int count;
  private final HashIndex ids;
  private final BitSet seen = new BitSet();
  private final BitSet underOtherId = new BitSet();

  /** Acknowledged without an ID, stored without one, or under another. */
  private final BitSet wrongId = new BitSet();

  private long strangersWithoutId;

  /** Texts for the first entries, which are told; so are those of the two maps below. */
  private final NavigableMap<Integer, String> otherIds = new TreeMap<>();

  /** Entries whose ID a commit of a missing injector is stored under. */
  private final BitSet shared = new BitSet();

  private final NavigableMap<Integer, String> sharedIds = new TreeMap<>();

  /**
   * Entries under whose ID another text, or another branch, is stored: as long as the very commit
   * is not, that is what became of it. Else, and without a stamp, the row may be of a missing
   * injector that was given the same ID.
   */
  private final BitSet otherText = new BitSet();

  /** Entries whose ID was given out to another one, too. */
  private final BitSet repeated = new BitSet();

  /**
   * Rows under IDs given out twice that are none of the commits as it was sent. Which one they are
   * of is known when all those that are as sent have their rows. Beyond a bound they are taken as
   * they come.
   */
  private final List<Stored> late = new ArrayList<>();

  private long lateBytes;

  /** Hashes of IDs given out twice under which a row fits none of the commits. */
  private final Set<Long> doubtful = new HashSet<>();

  private final BitSet otherBranch = new BitSet();
  private final NavigableMap<Integer, Stored> others = new TreeMap<>();

  /** How many rows with a message may be of an entry here, or of a missing injector. */
  private final Map<Long, Integer> anybodys = new HashMap<>();

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

  /** Rows of injectors whose ledger is missing. */
  final Map<Integer, Long> ofMissing = new TreeMap<>();

  /** Acknowledged commits that may be stored in a row which may be a missing injector's, too. */
  long unsure;

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
          repeated.set(one);
          repeated.set(other);
          if (sameIds.size() < Anomalies.KEPT) {
            sameIds.put(hash, "one and the same");
          }
          repeatedIds.add(
              () ->
                  "%s for %s and %s"
                      .formatted(sameIds.get(hash), ledger.name(one), ledger.name(other)));
        });
  }

  void row(Stored row) {
    rows++;
    String id = row.id();
    Optional<Integer> without =
        ledger.missing().isEmpty() ? Optional.empty() : ledger.missing(token(row.message()));
    int entry = HashIndex.NONE;
    if (without.isPresent()) {
      ofMissing(without.get(), row);
    } else {
      entry = entry(row);
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

  private void ofMissing(int injector, Stored row) {
    ofMissing.merge(injector, 1L, Long::sum);
    int entry = row.id() == null ? HashIndex.NONE : ids.any(row.idHash());
    if (entry != HashIndex.NONE) {
      shared.set(entry);
      keep(
          sharedIds,
          entry,
          "'%s' for %s and the one stamped %s"
              .formatted(row.id(), ledger.name(entry), token(row.message())));
    }
  }

  /** The one that a row is taken for. */
  private int entry(Stored row) {
    long message = row.messageHash();
    String id = row.id();
    int entry = id == null ? HashIndex.NONE : byId(id, message, row);
    if (entry == HashIndex.NONE) {
      return byMessage(message, row);
    }
    boolean text = ledger.messageHash(entry) != message;
    boolean branch = !isOnBranch(entry, row);
    boolean asSent = !(seen.get(entry) || text || branch);
    if (!asSent && repeated.get(entry) && isKept(row)) {
      ids.giveBack(row.idHash());
      late.add(row);
    } else if (asSent || !mayBeAnothers(row)) {
      take(entry, message, row);
    } else if (repeated.get(entry)) {
      ids.giveBack(row.idHash());
      doubtful(row);
    } else if (seen.get(entry) || otherText.get(entry) || otherBranch.get(entry)) {
      unknown(row);
    } else {
      otherText.set(entry, text);
      otherBranch.set(entry, branch);
      keep(others, entry, row);
    }
    return entry;
  }

  private boolean isKept(Stored row) {
    lateBytes += row.length();
    return late.size() < LATE_KEPT && lateBytes <= LATE_BYTES;
  }

  private void doubtful(Stored row) {
    doubtful.add(row.idHash());
    unknown(row);
  }

  /** First those with the text of a commit that has no row yet, or all of them. */
  private void finishLate() {
    List<Stored> others = new ArrayList<>();
    for (Stored row : late) {
      int entry =
          mayBeAnothers(row)
              ? HashIndex.NONE
              : ids.any(row.idHash(), e -> !seen.get(e) && isText(e, row));
      if (entry == HashIndex.NONE) {
        others.add(row);
      } else {
        take(entry, row.messageHash(), row);
      }
    }
    for (Stored row : others) {
      if (mayBeAnothers(row)) {
        doubtful(row);
        continue;
      }
      int entry = ids.any(row.idHash(), e -> isText(e, row));
      if (entry == HashIndex.NONE) {
        entry = ids.any(row.idHash(), e -> !seen.get(e));
      }
      if (entry == HashIndex.NONE) {
        entry = ids.any(row.idHash());
      }
      take(entry, row.messageHash(), row);
    }
  }

  private boolean isText(int entry, Stored row) {
    return ledger.messageHash(entry) == row.messageHash();
  }

  /** Those of the first entries, whatever the order of the rows. */
  private static <T> void keep(NavigableMap<Integer, T> texts, int entry, T text) {
    texts.putIfAbsent(entry, text);
    if (texts.size() > Anomalies.KEPT) {
      texts.pollLastEntry();
    }
  }

  /** Commits whose ID is not as it should be, each once, whatever is wrong with it. */
  long wrongIds() {
    return wrongId.cardinality() + strangersWithoutId;
  }

  /** After the last row: what was acknowledged and has none. */
  void finish() {
    finishLate();
    shared.and(seen); // else it may be the commit itself, with another's message
    shared.stream()
        .forEach(
            entry ->
                repeatedIds.add(
                    () -> sharedIds.getOrDefault(entry, "that of " + ledger.name(entry))));
    finishOthers();
    for (int entry = 0; entry < count; entry++) {
      if (ledger.state(entry) != Ledger.State.ACKNOWLEDGED) {
        continue;
      }
      int at = entry;
      if (ledger.idHash(entry) == 0) {
        wrongId.set(entry);
      }
      if (!seen.get(entry) && anybodys.getOrDefault(ledger.messageHash(entry), 0) > 0) {
        anybodys.merge(ledger.messageHash(entry), -1, Integer::sum);
        unsure++;
      } else if (!seen.get(entry) && doubtful.contains(ledger.idHash(entry))) {
        unsure++;
      } else if (!seen.get(entry) && !underOtherId.get(entry)) {
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

  private void finishOthers() {
    BitSet all = (BitSet) otherText.clone();
    all.or(otherBranch);
    for (int entry = all.nextSetBit(0); entry >= 0; entry = all.nextSetBit(entry + 1)) {
      Stored row = others.get(entry);
      if (seen.get(entry)) {
        String name = ledger.name(entry);
        unknownSum += ledger.idHash(entry);
        unknown.add(() -> "another one under the ID of " + name);
      } else if (row != null) {
        take(entry, row.messageHash(), row);
      } else {
        seen.set(entry);
        altered.add(otherText.get(entry) ? 1 : 0);
        wrongBranch.add(otherBranch.get(entry) ? 1 : 0);
      }
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

  /** An ID given out twice has two entries: message and branch tell which of them this row is. */
  private int byId(String id, long message, Stored row) {
    long hash = row.idHash();
    if (!sameIds.isEmpty()) {
      sameIds.computeIfPresent(hash, (same, text) -> "'" + id + "'");
    }
    return ids.take(
        hash,
        Integer.MAX_VALUE,
        e -> seen.get(e) ? 3 : ledger.messageHash(e) != message ? 2 : isOnBranch(e, row) ? 0 : 1);
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
    if (!isOnBranch(entry, row)) {
      wrongBranch.add(
          () ->
              "%s was made on '%s' and is stored on %s"
                  .formatted(
                      ledger.name(entry),
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
      return HashIndex.NONE;
    }
    if (mayBeAnothers(row)) {
      boolean acknowledged = ledger.state(entry) == Ledger.State.ACKNOWLEDGED;
      boolean taken = isFree(entry) && isOnBranch(entry, row);
      if (!taken || !acknowledged) {
        anybodys.merge(message, 1, Integer::sum);
      }
      if (!taken) {
        messages().giveBack(message);
        unknown(row);
        return HashIndex.NONE;
      }
    }
    if (isKnownById(entry)) {
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

  /** Whether a row may come from somebody whose ledger is not here, who may send any text. */
  private boolean mayBeAnothers(Stored row) {
    return !ledger.missing().isEmpty() && token(row.message()).isEmpty();
  }

  /** Whether a row may be stored that is found by its message. */
  private boolean isFree(int entry) {
    return !seen.get(entry) && !isKnownById(entry) && ledger.state(entry) != Ledger.State.FAILED;
  }

  private boolean isOnBranch(int entry, Stored row) {
    return history.branch().isEmpty() || ledger.branch(entry).equals(row.branch());
  }

  private void otherId(int entry, Stored row) {
    if (underOtherId.get(entry)) {
      storedTwice.add(() -> describe(entry) + named(row));
    }
    underOtherId.set(entry);
    keep(otherIds, entry, row.id() == null ? "NULL" : "'" + row.id() + "'");
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
    String start = ledger.name(entry) + ": sent " + bytes(ledger.length(entry)) + ", stored ";
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
    return ledger.name(entry) + " on '" + ledger.branch(entry) + "'";
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
