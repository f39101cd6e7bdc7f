package pggit.load.check;

import pggit.load.measure.Severity;

/** What IDs are made of, and how many there are. */
final class Ids {

  private Ids() {}

  static Family family() {
    return Family.of("IDs", Severity.IDENTITY, Property.of(Collisions.NAME, Collisions::examine))
        .with("ids");
  }
}
