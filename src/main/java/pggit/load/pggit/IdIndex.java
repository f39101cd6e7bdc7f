package pggit.load.pggit;

/**
 * Entries by the hash of their ID: chains through {@link Entries#link}, whose heads are spread over
 * stripes with a lock each. About one byte an entry on top of the link. Safe for any thread.
 */
final class IdIndex {

  private static final int STRIPE_BITS = 8;
  private static final int LONGEST_CHAIN = 6; // on average; a longer one doubles the heads

  private final Entries entries;
  private final Stripe[] stripes = new Stripe[1 << STRIPE_BITS];

  IdIndex(Entries entries) {
    this.entries = entries;
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe();
    }
  }

  /**
   * Adds an entry whose ID hash is set.
   *
   * @return an earlier entry with the same ID, or -1
   */
  int add(int entry) {
    long hash = entries.idHash(entry);
    Stripe stripe = stripe(hash);
    synchronized (stripe) {
      int earlier = search(stripe.head(hash), hash);
      stripe.put(entry, hash);
      return earlier;
    }
  }

  /**
   * An entry with this ID.
   *
   * @param after the entry found before, or -1 for the first
   * @return -1 if there is no (further) one
   */
  int find(long hash, int after) {
    Stripe stripe = stripe(hash);
    synchronized (stripe) {
      return search(after < 0 ? stripe.head(hash) : entries.link(after), hash);
    }
  }

  private Stripe stripe(long hash) {
    return stripes[(int) (hash >>> (Long.SIZE - STRIPE_BITS))];
  }

  /** Links and heads hold entry + 1, so that 0 ends a chain. */
  private int search(int link, long hash) {
    for (int at = link; at != 0; at = entries.link(at - 1)) {
      if (entries.idHash(at - 1) == hash) {
        return at - 1;
      }
    }
    return -1;
  }

  private final class Stripe {
    private int[] heads = new int[16];
    private int size;

    int head(long hash) {
      return heads[slot(hash, heads)];
    }

    void put(int entry, long hash) {
      if (++size > LONGEST_CHAIN * heads.length) {
        grow();
      }
      link(entry, hash, heads);
    }

    private void grow() {
      int[] more = new int[heads.length * 2];
      for (int head : heads) {
        for (int at = head; at != 0; ) {
          int next = entries.link(at - 1);
          link(at - 1, entries.idHash(at - 1), more);
          at = next;
        }
      }
      heads = more;
    }

    private void link(int entry, long hash, int[] into) {
      int slot = slot(hash, into);
      entries.setLink(entry, into[slot]);
      into[slot] = entry + 1;
    }

    private int slot(long hash, int[] of) {
      return (int) hash & (of.length - 1);
    }
  }
}
